# Task Agent: the built jar on a Java runtime that has just what it needs.
# shellcheck shell=bash disable=SC2154

app_image=taskagent/app:latest
app_jar=$home/app/target/taskagent.jar
# What is in it, for whoever looks for libraries with known flaws.
app_sbom=$home/app/target/taskagent-sbom.json
# All of Java SE, since libraries ask for parts of it by reflection, and of the JDK's own: attributes of
# sockets, Unsafe, jar files as file systems, what the memory and the processors are, recordings.
app_modules=java.se,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs

build_app() {
  if chosen TASKAGENT_IMAGE_APP app; then return; fi
  [ -f "$app_jar" ] && [ -f "$app_sbom" ] || fail "app: there is no $app_jar with its SBOM. Build it: mvn -pl app -am package -DskipTests"
  local jdk key
  jdk=$("$home/taskagent" --java-home)
  key=$(hash_of "$here/lib/app.sh" "$here/first-start" "$jdk/release" "$app_jar" "$app_sbom" "$home"/app/target/lib/*.jar </dev/null)
  image "$app_image" "$key" fill_app \
    "ENV JAVA_HOME=/opt/java" "ENV PATH=/opt/java/bin" "WORKDIR /" \
    'ENTRYPOINT ["/opt/java/bin/java", "@/app/java.options", "-jar", "/app/taskagent.jar"]' \
    'CMD ["serve"]'
}

fill_app() {
  local root=$1
  java_runtime "$root/opt/java"
  mkdir -p "$root/app" "$root/data"
  cp -R "$app_jar" "$home/app/target/lib" "$root/app/"
  cp "$app_sbom" "$root/app/sbom.json"
  # As ./taskagent has them, but that the archive of classes is made below. The heap is such that 512 MiB are
  # enough for all of the process.
  printf '%s\n' -XX:+UseSerialGC -Xmx256m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
    --sun-misc-unsafe-memory-access=allow >"$root/app/java.options"
  say "app: starting it once ..."
  find "$root/app" "$root/opt/java" -exec touch -h -d @0 {} + # as they will be in the image
  "$here/first-start" "$root/opt/java" "$root/app" || fail "app: its first start failed"
  # The libraries of windows and sounds stay behind, and so does what only they load.
  local natives
  mapfile -t natives < <(find "$root/opt/java/lib" -name '*.so' ! -name 'lib*awt*.so' \
    ! -name 'lib*sound*.so' ! -name 'libsplashscreen.so' ! -name 'libfontmanager.so')
  libraries "$root" "$root/opt/java/lib:$root/opt/java/lib/server" \
    "$root/opt/java/bin/java" "${natives[@]}"
  certificates "$root"
}

# The runtime changes only with the JDK: it is kept apart from the image, which changes with the jar.
java_runtime() {
  local key runtime
  key=$(echo "$app_modules" | hash_of "$here/lib/app.sh" "$jdk/release")
  runtime=$cache/java-$key
  if [ ! -x "$runtime/bin/java" ]; then
    say "app: making a Java runtime from $(sed -n 's/^JAVA_VERSION="\(.*\)"/JDK \1/p' "$jdk/release") ..."
    "$jdk/bin/jlink" --add-modules "$app_modules" --strip-native-debug-symbols exclude-debuginfo-files \
      --no-header-files --no-man-pages --output "$scratch/java" >"$cache/java-build.log" 2>&1 ||
      fail "app: jlink failed: $(head -n 1 "$cache/java-build.log")"
    rm -rf "$cache"/java-????????????????
    mv "$scratch/java" "$runtime"
  fi
  mkdir -p "$(dirname "$1")"
  cp -R "$runtime" "$1"
}
