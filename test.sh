#!/usr/bin/env bash
# Builds everything and runs every test. The last line counts the whole run: "N passed, N failed".
# Usage: ./test.sh [name]     only the test projects whose name contains it
set -uo pipefail
cd "$(dirname "$0")"

configuration=${CONFIGURATION:-Release}
only=${1:-}
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

if ! command -v dotnet >/dev/null; then
  echo "The .NET 10 SDK is needed: https://dotnet.microsoft.com/download" >&2
  exit 1
fi

# What tests of the disk and of system calls need. Without root they skip, and say so.
missing=()
for tool in strace:strace mkfs.ext4:e2fsprogs; do
  command -v "${tool%%:*}" >/dev/null || [[ -x /sbin/${tool%%:*} || -x /usr/sbin/${tool%%:*} ]] || missing+=("${tool##*:}")
done
if ((${#missing[@]} > 0)) && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "== install ${missing[*]}"
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >/dev/null 2>&1 || echo "could not install ${missing[*]}; some tests will skip" >&2
fi

echo "== build ($configuration)"
dotnet build BudgetGen.sln -c "$configuration" -v quiet --nologo || { echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 skipped=0
for project in tests/*.Tests/*.csproj; do
  name=$(basename "$project" .csproj)
  [[ -n $only && $name != *"$only"* ]] && continue
  echo "== $name"
  log="$results/$name.log"
  timeout 1200 dotnet test "$project" -c "$configuration" --no-build --nologo --logger "console;verbosity=minimal" >"$log" 2>&1
  status=$?
  # VSTest closes each project with: Passed!  - Failed:     0, Passed:    12, Skipped:     0, Total:    12, Duration: ...
  line=$(grep -aE '(Passed|Failed|Skipped)! +- Failed:' "$log" | tail -n 1)
  if [[ -z $line ]]; then
    # The run itself broke (a crash, a hang): that is a failure, and not zero tests.
    cat "$log"
    failed=$((failed + 1))
    continue
  fi
  number() { sed -E "s/.*$1: +([0-9]+).*/\1/" <<<"$line"; }
  passed=$((passed + $(number Passed)))
  failed=$((failed + $(number Failed)))
  skipped=$((skipped + $(number Skipped)))
  if ((status != 0)); then
    cat "$log"
    (($(number Failed) == 0)) && failed=$((failed + 1))
  else
    grep -aE '\[SKIP\]' "$log"
    echo "$line"
  fi
done

if ((passed == 0 && failed == 0)); then
  echo "No test ran." >&2
  failed=1
fi

closing="$passed passed, $failed failed"
((skipped > 0)) && closing="$closing, $skipped skipped"
echo "$closing"
((failed == 0))
