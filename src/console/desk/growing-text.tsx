import { type ComponentProps, type RefObject, useLayoutEffect, useRef } from 'react';

interface GrowingTextProps extends ComponentProps<'textarea'> {
  readonly value: string;
  /** For whoever writes into it. */
  readonly box?: RefObject<HTMLTextAreaElement | null>;
}

/** A box that is as high as what is written in it, within the limits of its style. */
export function GrowingText({ box: given, ...props }: GrowingTextProps) {
  const own = useRef<HTMLTextAreaElement>(null);
  const box = given ?? own;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const { current } = box;
    if (!current) return;
    current.style.height = 'auto';
    current.style.height = `${current.scrollHeight + 2}px`;
  }, [props.value]);
  return <textarea {...props} ref={box} rows={2} />;
}
