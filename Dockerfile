# The image of "meshtwin serve" and of every other command: docker build -t meshtwin .
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -B -ntp -pl app -am -Dmaven.test.skip=true -Dexec.skip=true package

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/meshtwin meshtwin
COPY --from=build /src/app/target/lib /opt/meshtwin/lib
COPY --from=build /src/app/target/app-*.jar /opt/meshtwin/meshtwin.jar
RUN printf '%s\n' '#!/bin/sh' \
      'exec java --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED -XX:MaxRAMPercentage=75 -jar /opt/meshtwin/meshtwin.jar "$@"' \
      >/usr/local/bin/meshtwin && chmod 755 /usr/local/bin/meshtwin
USER meshtwin
WORKDIR /var/lib/meshtwin
ENTRYPOINT ["meshtwin"]
CMD ["--help"]
