# Both services, a target for each. The build context is the repository root, after `mvn package -DskipTests`:
#
#   docker build --target cloud -t sparsesplit/cloud-service:0.1.0 .
#   docker build --target edge -t sparsesplit/edge-service:0.1.0 .
#
# JRE_IMAGE may be any image with a JRE from 17 on, sh and wget: Temurin's have all three, on Ubuntu and on Alpine.
ARG JRE_IMAGE=eclipse-temurin:17-jre

FROM ${JRE_IMAGE} AS layers
WORKDIR /build
COPY cloud-service/target/cloud-service-exec.jar cloud-service.jar
COPY edge-service/target/edge-service-exec.jar edge-service.jar
RUN java -Djarmode=tools -jar cloud-service.jar extract --layers --destination cloud && \
    java -Djarmode=tools -jar edge-service.jar extract --layers --destination edge

# What both have. The services bind loopback by default; inside a container the network namespace is the fence. The JVM is told to
# fit into 256 MB: a small young generation, a heap that grows only when it must, and fewer methods to compile while it starts.
FROM ${JRE_IMAGE} AS service
WORKDIR /app
ENV SERVER_ADDRESS=0.0.0.0 \
    MALLOC_ARENA_MAX=2 \
    JAVA_TOOL_OPTIONS="-XX:+UseSerialGC -Xms24m -Xmn10m -Xmx96m -Xss512k -XX:ReservedCodeCacheSize=64m \
-XX:CompileThresholdScaling=5 -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError"
# Volumes made over these two, for the outbox and for models fetched, begin with their owner and content.
RUN mkdir data && chown 10001:10001 data
COPY --chown=10001:10001 models/ models/

# Both answer some images, at the paths where they will be, and leave an archive of what they have loaded.
FROM service AS trained
COPY --from=layers /build/cloud/dependencies/ /build/cloud/application/ cloud/
COPY --from=layers /build/edge/dependencies/ /build/edge/application/ edge/
COPY samples/ /samples/
COPY docker/train.sh /
RUN sh /train.sh

FROM service AS cloud
LABEL org.opencontainers.image.title="SparseSplit cloud service"
# From the layer that changes least to the one that changes most.
COPY --from=layers /build/cloud/dependencies/ cloud/
COPY --from=layers /build/cloud/application/ cloud/
COPY --from=trained /app/cloud/start-up.* cloud/
# Numeric, so that Kubernetes can verify runAsNonRoot.
USER 10001:10001
EXPOSE 8081
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8081/actuator/health/readiness"]
ENTRYPOINT ["java", "@cloud/start-up.options", "-jar", "cloud/cloud-service.jar"]

FROM service AS edge
LABEL org.opencontainers.image.title="SparseSplit edge service"
COPY --from=layers /build/edge/dependencies/ edge/
COPY --from=layers /build/edge/application/ edge/
COPY --from=trained /app/edge/libsqlitejdbc.so /app/edge/start-up.* edge/
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=3 \
    CMD ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/actuator/health/readiness"]
ENTRYPOINT ["java", "@edge/start-up.options", "-jar", "edge/edge-service.jar"]
