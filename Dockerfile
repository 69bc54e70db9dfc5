# The worker of compose.yaml, and its Prefect server: the same pinned packages that the tests run on.
FROM python:3.11.13-slim-bookworm

RUN useradd --create-home --uid 10001 dateline
WORKDIR /opt/dateline

COPY requirements.lock requirements-model.lock ./
RUN pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: -r requirements.lock \
    && pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: \
        --ignore-requires-python -r requirements-model.lock

COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . \
    && mkdir --parents /var/lib/dateline/spool /var/lib/dateline/recurring /var/lib/dateline/prefect \
    && chown --recursive dateline: /var/lib/dateline

USER dateline
ENV DATELINE_SPOOL_FOLDER=/var/lib/dateline/spool \
    DATELINE_RECURRING_FOLDER=/var/lib/dateline/recurring \
    DATELINE_REPORTS=/var/lib/dateline/reports \
    PREFECT_HOME=/var/lib/dateline/prefect \
    DO_NOT_TRACK=1 \
    PREFECT_SERVER_ANALYTICS_ENABLED=false
CMD ["dateline", "--help"]
