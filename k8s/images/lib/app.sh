# Task Agent: the built jar on a Java runtime with only the modules that it needs; and that runtime alone, for
# the Dockerfile in the project's root.
# shellcheck shell=bash disable=SC2154

app_image=taskagent/app:latest
java_image=taskagent/java:25
app_jar=$home/app/target/taskagent.jar
# The list of its libraries, for scanners that look for known vulnerabilities.
app_sbom=$home/app/target/taskagent-sbom.json
# All of Java SE, because libraries use parts of it by reflection. Of the JDK's own modules: socket options,
# Unsafe, jar files as file systems, metrics of memory and processors, recordings.
app_modules=java.se,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.net,jdk.unsupported,jdk.zipfs
# The programs that the launcher and the Dockerfile call.
java_tools=(bash cat chmod cp cut dirname env find grep head ls mkdir readlink rm sed tail touch)

build_app() {
  if chosen TASKAGENT_IMAGE_APP app; then return; fi
  [ -f "$app_jar" ] && [ -f "$app_sbom" ] ||
    fail "app: the jar or its SBOM is missing in app/target. Build them: mvn -pl app -am package -DskipTests"
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
  java_runtime "$root"
  mkdir -p "$root/app" "$root/data"
  cp -R "$app_jar" "$home/app/target/lib" "$root/app/"
  cp "$app_sbom" "$root/app/sbom.json"
  # The options of ./taskagent, except that the archive of classes is made below. With this heap, 512 MiB are
  # enough for the whole process.
  printf '%s\n' -XX:+UseSerialGC -Xmx256m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError \
    --sun-misc-unsafe-memory-access=allow >"$root/app/java.options"
  say "app: starting it once ..."
  find "$root/app" "$root/opt/java" -exec touch -h -d @0 {} + # the times that they will have in the image
  "$here/first-start" "$root/opt/java" "$root/app" || fail "app: its first start failed"
  certificates "$root"
}

build_java() {
  local jdk key
  jdk=$("$home/taskagent" --java-home)
  key=$(echo "${java_tools[*]}" | hash_of "$here/lib/app.sh" "$jdk/release")
  image "$java_image" "$key" fill_java "ENV JAVA_HOME=/opt/java" "ENV PATH=/opt/java/bin:/usr/bin" "WORKDIR /"
}

fill_java() {
  local root=$1 tool
  java_runtime "$root"
  mkdir -p "$root/usr/bin" "$root/bin"
  for tool in "${java_tools[@]}"; do cp -L "$(command -v "$tool")" "$root/usr/bin/"; done
  ln -s /usr/bin/bash "$root/bin/sh"
  libraries "$root" "" "$root"/usr/bin/*
  certificates "$root"
}

# java_runtime ROOT : a Java runtime in ROOT/opt/java, with the shared libraries that it loads. It changes only
# with the JDK, so it is kept apart from the images.
java_runtime() {
  local root=$1 key runtime natives
  key=$(echo "$app_modules" | hash_of "$here/lib/app.sh" "$jdk/release")
  runtime=$cache/java-$key
  if [ ! -x "$runtime/bin/java" ]; then
    say "app: making a Java runtime from $(sed -n 's/^JAVA_VERSION="\(.*\)"/JDK \1/p' "$jdk/release") ..."
    "$jdk/bin/jlink" --add-modules "$app_modules" --strip-native-debug-symbols exclude-debuginfo-files \
      --no-header-files --no-man-pages --output "$scratch/runtime" >"$cache/java-build.log" 2>&1 ||
      fail "app: jlink failed: $(head -n 1 "$cache/java-build.log")"
    rm -rf "$cache"/java-????????????????
    mv "$scratch/runtime" "$runtime"
  fi
  mkdir -p "$root/opt"
  cp -R "$runtime" "$root/opt/java"
  # The libraries for windows and sound are left out, and so is what only they load.
  mapfile -t natives < <(find "$root/opt/java/lib" -name '*.so' ! -name 'lib*awt*.so' \
    ! -name 'lib*sound*.so' ! -name 'libsplashscreen.so' ! -name 'libfontmanager.so')
  libraries "$root" "$root/opt/java/lib:$root/opt/java/lib/server" \
    "$root/opt/java/bin/java" "${natives[@]}"
}
