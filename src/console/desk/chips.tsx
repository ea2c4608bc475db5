import { useId } from 'react';

interface ChipsOneProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly value: T | null;
  readonly word: (option: T) => string;
  /** The word for null; without it one option must stay chosen. */
  readonly none?: string;
  readonly onChange: (value: T | null) => void;
}

/** One of a few, all in sight: native radio buttons in the shape of chips. */
export function ChipsOne<T extends string>(props: ChipsOneProps<T>) {
  const name = useId();
  const chip = (value: T | null, words: string) => (
    <label className="chip" key={value ?? ''}>
      <input
        type="radio"
        name={name}
        checked={props.value === value}
        onChange={() => props.onChange(value)}
      />
      <span>{words}</span>
    </label>
  );
  return (
    <fieldset className="chips">
      <legend>{props.label}</legend>
      {props.options.map((option) => chip(option, props.word(option)))}
      {props.none !== undefined && chip(null, props.none)}
    </fieldset>
  );
}

interface ChipsManyProps<T extends string> {
  readonly label: string;
  readonly options: readonly T[];
  readonly value: readonly string[];
  readonly word: (option: T) => string;
  readonly onChange: (value: T[]) => void;
}

export function ChipsMany<T extends string>(props: ChipsManyProps<T>) {
  const toggle = (option: T) => {
    const chosen = (other: T) => props.value.includes(other) !== (other === option);
    props.onChange(props.options.filter(chosen));
  };
  return (
    <fieldset className="chips">
      <legend>{props.label}</legend>
      {props.options.map((option) => (
        <label className="chip" key={option}>
          <input
            type="checkbox"
            checked={props.value.includes(option)}
            onChange={() => toggle(option)}
          />
          <span>{props.word(option)}</span>
        </label>
      ))}
    </fieldset>
  );
}
