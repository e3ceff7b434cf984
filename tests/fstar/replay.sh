#!/bin/sh
# Stands in for `fstar.exe` in tests. A file `settings` in the first folder on PATH says what to do:
# PROGRAM (the test program), REAL (a real fstar.exe to record), FOLDER (recordings, numbered in the order of
# starts), FILE (one recording for every start), FAULT (what goes wrong in the first start).
here=${PATH%%:*}
. "$here/settings"
case " $* " in
*" --ide "*) ;;
*) if [ -n "$REAL" ]; then exec "$REAL" "$@"; else exit 0; fi ;;
esac
n=$(($(cat "$here/count" 2>/dev/null || echo 0) + 1))
echo "$n" >"$here/count"
[ "$n" = 1 ] || FAULT=
if [ -n "$REAL" ]; then
    PROOFWRIGHT_RECORD="$FOLDER/$n.jsonl" PROOFWRIGHT_REAL="$REAL $*" exec "$PROGRAM" --exact fstar_search::record --nocapture
fi
PROOFWRIGHT_REPLAY="${FILE:-$FOLDER/$n.jsonl}" PROOFWRIGHT_FAULT="$FAULT" exec "$PROGRAM" --exact fstar::replay --nocapture
