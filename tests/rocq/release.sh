#!/bin/sh
# Compiles the formal library with the Coq or Rocq of another Debian, without a warning or not at all:
#
#     sh tests/rocq/release.sh trixie      8.20; sid has Rocq 9
#
# Needs root on a Debian, for apt and chroot. What is downloaded, 300 MB, lies in a folder that is removed afterwards.
set -eu
suite=$1
library=$(cd "$(dirname "$0")/../../templates/rocq" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | head -n 1)
mkdir -p "$place/lists/partial" "$place/cache/archives/partial" "$place/root/library"
echo "deb $mirror $suite main" > "$place/sources.list"
: > "$place/status"
apt() {
    apt-get -qq -o Dir::Etc::sourcelist="$place/sources.list" -o Dir::Etc::sourceparts=- \
        -o Dir::State::lists="$place/lists" -o Dir::State::status="$place/status" -o Dir::Cache="$place/cache" \
        -o APT::Sandbox::User=root -o APT::Install-Recommends=false "$@"
}
apt update
apt -y --download-only install coq libcoq-stdlib base-files bash coreutils sed
for package in "$place"/cache/archives/*.deb; do
    dpkg -x "$package" "$place/root"
done
cp "$library"/*.v "$library/_CoqProject" "$place/root/library/"
chroot "$place/root" coqc --version
chroot "$place/root" bash -c '
    set -eu; cd /library; failed=0
    flags=$(sed -n "s/-arg //gp" _CoqProject)
    for file in $(sed -n "/^[A-Z].*v$/p" _CoqProject); do
        told=$(coqc -q $flags -Q . Convolution "$file" 2>&1) || failed=1
        told=$(echo "$told" | sed "/^Closed under the global context$/d; /^$/d")
        echo "$file: ${told:-no warning}"
        [ -z "$told" ] || failed=1
    done
    exit $failed'
