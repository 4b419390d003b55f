#!/bin/sh
# need.sh "TEST COMMAND" PACKAGE…: installs Debian packages when the test fails, as root or by sudo without a password.
set -u
test_command=$1
shift
sh -c "$test_command" >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo -n"; else
  echo "This needs the Debian packages: $*. Ask somebody who may install them to run: apt-get install $*" >&2
  exit 1
fi
command -v apt-get >/dev/null || { echo "This needs: $* (there is no apt-get here to install them with)." >&2; exit 1; }
echo "Installing $* …"
export DEBIAN_FRONTEND=noninteractive
# Several runs may ask at the same time; apt waits for its own lock.
$as_root apt-get update -qq </dev/null || true
$as_root apt-get -o DPkg::Lock::Timeout=300 install -y -qq "$@" </dev/null >/dev/null || exit 1
sh -c "$test_command" >/dev/null 2>&1 || { echo "Installed $*, but this still fails: $test_command" >&2; exit 1; }
