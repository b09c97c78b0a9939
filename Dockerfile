FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /app

# The locked set, every file checked against its hash. The environment stands where the commands of the
# Makefile look for it, so that they work here as they do anywhere.
COPY requirements/bootstrap.txt requirements/runtime.txt requirements/
COPY scripts scripts
RUN python -m scripts.environment runtime

COPY . .
# Nothing of the build, such as its secret, stays in the image.
RUN PATCHWORK_VAR=/app/build .venv/bin/python -m scripts.static \
    && rm -r /app/build \
    && useradd --system --no-create-home patchwork \
    && install -d -o patchwork -g patchwork /app/var

ENV PATH="/app/.venv/bin:$PATH"
USER patchwork
EXPOSE 8000
CMD ["python", "-m", "scripts.serve", "0.0.0.0", "8000", "2"]
