# Task Agent on the embedded engine. Its data is in the volume /data:
#
#   docker build -t taskagent .
#   docker run -p 127.0.0.1:8000:8000 -v taskagent-data:/data -e TASKAGENT_ACCESS_OPEN_ANYWAY=true taskagent
#
# Access is open there, so only this machine may connect. docs/access.md says how callers show tokens instead.
#
# The first stage builds with Maven, unless app/target is up to date or this is a release archive.
# Other images can be named with --build-arg; they need bash and a Java.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
USER 0:0
COPY . /source
RUN ["/source/taskagent", "--install", "/opt/taskagent"]
RUN ["mkdir", "/data"]

FROM ${RUNTIME_IMAGE}
COPY --from=build /opt/taskagent /opt/taskagent
COPY --from=build --chown=65532:65532 /data /data
ENV TASKAGENT_HOST=0.0.0.0 TASKAGENT_DATA=/data
WORKDIR /data
VOLUME /data
EXPOSE 8000
USER 65532:65532
ENTRYPOINT ["/opt/taskagent/taskagent"]
CMD ["serve"]
