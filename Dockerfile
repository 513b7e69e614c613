# Targets: server (the default), demo (server and emulator, no account needed), emulator.
# For a release: docker build --build-arg NODE=node:24-slim@sha256:... --build-arg GIT_COMMIT=$(git rev-parse HEAD) .
ARG NODE=node:24-slim

FROM ${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY emulator/package.json emulator/
RUN npm ci
COPY tsconfig.base.json ./
COPY scripts scripts
COPY emulator emulator
COPY locales locales
COPY src src
COPY tools tools
RUN npm run build

FROM build AS server-build
RUN rm -r dist/tools/emulator dist/tools/scenario-runner

FROM ${NODE} AS server-dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --workspaces=false

FROM ${NODE} AS demo-dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY emulator/package.json emulator/
RUN npm ci --omit=dev

FROM ${NODE} AS emulator-dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY emulator/package.json emulator/
RUN npm ci --omit=dev --workspace=yoti-idv-emulator

FROM ${NODE} AS runtime
ENV NODE_ENV=production
WORKDIR /app
RUN mkdir data && chown node:node data
USER node
VOLUME /app/data

FROM runtime AS emulator
COPY --from=emulator-dependencies /app/node_modules node_modules
COPY emulator/package.json emulator/
COPY --from=build /app/emulator/dist emulator/dist
COPY emulator/public emulator/public
COPY emulator/locales emulator/locales
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:4000/idverify/v1/supported-documents').then((response) => process.exit(response.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "emulator/dist/cli.js", "--host", "0.0.0.0"]

FROM runtime AS web
ARG GIT_COMMIT=unknown
ENV HOST=0.0.0.0 PORT=3000 GIT_COMMIT=${GIT_COMMIT}
LABEL org.opencontainers.image.revision=${GIT_COMMIT}
COPY package.json ./
COPY views views
COPY locales locales
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.OPS_PORT || process.env.PORT}/healthz`).then((response) => process.exit(response.ok ? 0 : 1), () => process.exit(1))"]
# No shell in between, so that signals reach Node.
CMD ["node", "dist/server.js"]

FROM web AS demo
COPY --from=demo-dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY emulator/package.json emulator/
COPY --from=build /app/emulator/dist emulator/dist
COPY emulator/public emulator/public
COPY emulator/locales emulator/locales
COPY scenarios scenarios
EXPOSE 4000

FROM web AS server
COPY --from=server-dependencies /app/node_modules node_modules
COPY --from=server-build /app/dist dist
