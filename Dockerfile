# The companion: `docker build -t request-checkout .`, then
# `docker run -p 4401:4401 -v checkouts:/data --env-file .env request-checkout`.
FROM node:24-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build && npm prune --omit=dev

# Nothing that is run was compiled for the image above, so a smaller one will do.
FROM node:24-alpine
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 DATABASE_URL=sqlite:/data/checkouts.db
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
RUN mkdir /data && chown node:node /data
VOLUME /data
# For hosts whose volumes only root may write to: --build-arg RUN_AS=root.
ARG RUN_AS=node
USER $RUN_AS
EXPOSE 4401
HEALTHCHECK --interval=5s --timeout=3s --start-period=10s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 4401}/readyz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "dist/server/cli/bin.js", "start"]
