# The image of the service; how to run it is in docs/container.md.
#
# The base may be any Debian image with Python 3.11 or newer and its venv module. A tag moves: name a digest for a build
# that can be repeated, e.g. --build-arg BASE=docker.io/library/python@sha256:...
ARG BASE=docker.io/library/python:3.13-slim-trixie
# What the labels say. The version must be the program's own, or the build fails; the commit and the address of the
# source are not known here: --build-arg REVISION="$(git rev-parse HEAD)" --build-arg SOURCE=https://...
ARG VERSION=0.1.0
ARG REVISION=
ARG SOURCE=

FROM ${BASE} AS builder
# Two environments: /build has pip and the build backend and stays behind; the other one is copied and has neither.
RUN ["python3", "-m", "venv", "/build"]
RUN ["python3", "-m", "venv", "--without-pip", "/opt/scicomm-bot"]
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
# All from wheels, so there is no compiler; all by hash. This layer is made anew only when a lock file changes.
COPY requirements.lock requirements-build.lock /build/
RUN /build/bin/pip install --require-hashes --only-binary :all: -r /build/requirements-build.lock \
 && /build/bin/pip --python /opt/scicomm-bot/bin/python install --require-hashes --only-binary :all: --no-compile \
    -r /build/requirements.lock
COPY pyproject.toml README.md LICENSE posts.yaml /build/project/
COPY templates /build/project/templates/
COPY src /build/project/src/
ARG VERSION
ARG REVISION
# The revision goes into the package, for `scicomm-bot --version`.
RUN if [ -n "${REVISION}" ]; then printf '%s\n' "${REVISION}" > /build/project/src/scicomm_bot/REVISION; fi \
 && /build/bin/pip wheel --no-deps --no-build-isolation --no-index --wheel-dir /build/dist /build/project \
 && /build/bin/pip --python /opt/scicomm-bot/bin/python install --no-deps --no-index --no-compile /build/dist/*.whl \
 && /opt/scicomm-bot/bin/python -m compileall -q --invalidation-mode unchecked-hash /opt/scicomm-bot/lib \
 && said="$(/opt/scicomm-bot/bin/scicomm-bot --version)" \
 && case "${said} " in "scicomm-bot ${VERSION} "*) ;; \
      *) echo "VERSION is ${VERSION}, but this is ${said}"; exit 1 ;; esac
# The licence texts of all that was installed; a package without one ends the build.
COPY scripts/collect_licenses.py /build/
RUN ["/opt/scicomm-bot/bin/python", "/build/collect_licenses.py", "/build/licenses"]

FROM ${BASE}
# The numbers are fixed, so that folders of the host and of a cluster can be given to them. There is no VOLUME: a
# forgotten one would make a nameless, new ledger at each start, where a read-only root now says that /data is missing.
RUN groupadd --gid 10001 scicomm \
 && useradd --uid 10001 --gid 10001 --no-log-init --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin scicomm \
 && install -d -m 0755 /content \
 && install -d -m 0750 -o 10001 -g 10001 /data
COPY --from=builder /build/licenses /usr/share/doc/scicomm-bot/licenses
COPY --from=builder /opt/scicomm-bot /opt/scicomm-bot
ENV PATH="/opt/scicomm-bot/bin:${PATH}"
# Slim images come without the bytecode of the standard library, and a read-only root cannot keep it: without this, each
# start and each health check would compile it again. It also shows that every module can be imported here.
RUN ["/opt/scicomm-bot/bin/python", "-c", "import importlib, pkgutil, scicomm_bot as top; \
[importlib.import_module(m.name) for m in pkgutil.walk_packages(top.__path__, 'scicomm_bot.') \
if not m.name.endswith('__main__')]"]
# /content is empty: what is posted in whose name is never the image's choice. SCICOMM_STATE is not set, so that a secret
# can: its default, state.db, and a rehearsal's state.dry.db lie in the working folder.
ENV PYTHONDONTWRITEBYTECODE=1 \
    SCICOMM_POSTS=/content/posts.yaml \
    SCICOMM_LOG_FORMAT=json
WORKDIR /data
USER 10001:10001
STOPSIGNAL SIGTERM
# The service touches a file in /tmp while it goes on; two minutes without are a failure.
HEALTHCHECK --interval=60s --timeout=15s --start-period=30s --retries=3 CMD ["scicomm-bot", "doctor", "--service"]
ENTRYPOINT ["scicomm-bot"]
CMD ["run"]
# Last, because they change with each commit. The licence is that of the program; those of the packages in it are in
# /usr/share/doc/scicomm-bot/licenses, and those of the base's in /usr/share/doc.
ARG VERSION
ARG REVISION
ARG SOURCE
LABEL org.opencontainers.image.title="scicomm-bot" \
      org.opencontainers.image.description="Turns the findings of published papers into short X posts" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.source="${SOURCE}"
