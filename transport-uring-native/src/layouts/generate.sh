#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 The nettyuring authors
#
# generate.sh [--header FILE] [--check]
#   Prints "name value" for every constant, offset and size of org.nettyuring.abi, sorted, as this machine's C compiler
#   sees them in <linux/io_uring.h> or in FILE. Names that the header lacks are left out and counted in the first line.
#   --check   compares with the golden file instead; fails if a value that both know differs.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
golden=$here/../test/resources/org/nettyuring/abi/layouts.golden
header='<linux/io_uring.h>'
check=false
while [ $# -gt 0 ]; do
    case $1 in
        --header)
            [ -f "${2:-}" ] || { echo "layouts: --header needs a file, not '${2:-}'" >&2; exit 2; }
            header="\"$(realpath "$2")\""
            shift ;;
        --check) check=true ;;
        *) sed -n '5,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
cc=${CC:-cc}
command -v "$cc" > /dev/null || { echo "layouts: no C compiler '$cc' (install gcc, or set CC)" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/layouts.c" "$work/layouts.c"

# The lines that the compiler refuses are the names that the header does not have yet.
# (-Ulinux: gcc predefines that word as 1, which would spoil the name of the header.)
compile() { LC_ALL=C "$cc" -w -Ulinux -DLAYOUTS_HEADER="$header" -o "$work/layouts" "$work/layouts.c" 2> "$work/errors"; }
if ! compile; then
    main=$(sed -n '/^int main/=' "$work/layouts.c")
    refused=$(grep -o 'layouts\.c:[0-9]*:' "$work/errors" | cut -d: -f2 | sort -un | awk -v main="$main" '$1 > main')
    [ -n "$refused" ] || { cat "$work/errors" >&2; exit 1; }
    sed -i "$(printf '%sd;' $refused)" "$work/layouts.c"
    compile || { cat "$work/errors" >&2; exit 1; }
fi
total=$(grep -cE '^    (CONSTANT|OFFSET|END|SIZE)\(' "$here/layouts.c")
"$work/layouts" | LC_ALL=C sort > "$work/values"
known=$(wc -l < "$work/values")

if ! $check; then
    echo "# $known of $total names, from $(basename "${header//[<>\"]/}"), $(uname -m)"
    cat "$work/values"
    exit 0
fi
grep -v '^#' "$golden" | LC_ALL=C sort > "$work/golden"
LC_ALL=C join "$work/golden" "$work/values" | awk '$2 != $3 { print "layouts: " $1 ": golden " $2 ", header " $3; bad = 1 }
    END { exit bad }' || exit 1
echo "layouts: $known of $total names known to this header, all equal to the golden file"
