FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app

# pg_dump and pg_restore, for backups.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/*

# The locked set, every file checked against its hash. The environment stands where the commands of the
# Makefile look for it, so that they work here as they do anywhere. What is optional elsewhere is in the image, so
# that a setting is enough.
COPY requirements requirements
COPY scripts scripts
RUN python -m scripts.environment runtime \
    && python -m scripts.environment s3 \
    && python -m scripts.environment sentry \
    && rm -rf /root/.cache

COPY . .
# Nothing of the build, such as its secret, stays in the image. All code belongs to root: the site runs as somebody
# who can write to its two folders only, also where the file system is not read-only.
RUN PATCHWORK_VAR=/app/build .venv/bin/python -m scripts.static \
    && rm -r /app/build \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin patchwork \
    && install -d -o patchwork -g patchwork -m 0750 /app/var /backups

ENV PATH="/app/.venv/bin:$PATH"
USER patchwork
EXPOSE 8000
CMD ["python", "-m", "scripts.serve", "0.0.0.0", "8000", "2"]
