#!/usr/bin/env bash
# Runs the long versions of the tests, and writes what they did to docs/reliability.md.
# Usage: ./soak.sh [name] [minutes]
#   name      only the suite of that name, or those whose names begin with it (fuzz); "all" or nothing: every one
#   minutes   how long the scale run lasts (default 30), and how much processor time each fuzz target takes (default 60)
# Runs for different suites may go on beside each other.
set -uo pipefail
cd "$(dirname "$0")"

only=${1:-all}
[[ $only == all ]] && only=
[[ ${2:-1} =~ ^[0-9]+$ && ${2:-1} -gt 0 ]] || { echo "minutes is a whole number above 0: $2" >&2; exit 2; }
scale_minutes=${2:-30} fuzz_minutes=${2:-60}

page=docs/reliability.md
begin='<!-- soak.sh: begin -->' end='<!-- soak.sh: end -->'
grep -qF -- "$begin" "$page" && grep -qF -- "$end" "$page" || { echo "$page lacks its markers" >&2; exit 2; }
work=$(mktemp -d)
today=$(date -u '+%Y-%m-%d')
children=()
finish() {
  ((${#children[@]} > 0)) && kill "${children[@]}" 2>/dev/null
  rm -rf "$work"
}
trap finish EXIT

# name:project:most minutes
long_suites=(ledger:Budget.Runtime.Tests:120 sqlite:Budget.Store.Sqlite.Tests:120 end-to-end:Budget.EndToEnd.Tests:60 prices:Budget.Runtime.Pricing.Tests:30
  tokens:Budget.Runtime.Tokens.Tests:30 sdk:Budget.Sdk.Tests:30 generator:Budget.Generator.Tests:60 mutants:Budget.Mutants.Tests:60)
# name:project:class
fuzz_suites=(prices:Budget.Runtime.Tests:PriceBookFuzz settings:Budget.Runtime.Tests:SettingsFuzz usage:Budget.Runtime.Tests:UsageFuzz journal:Budget.Store.Sqlite.Tests:JournalFuzz)

wanted() { [[ -z $only || $1 == "$only" || $1 == "$only"-* ]]; }
if wanted tokens && ! command -v npm >/dev/null && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "== install nodejs npm, which the original tokenizer runs in"
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends nodejs npm; } >/dev/null 2>&1 || echo "could not install nodejs and npm; the suite tokens will fail" >&2
fi

echo "== build (Release)"
exec 9>"${TMPDIR:-/tmp}/budgetgen-soak.lock"
flock 9
wanted_projects() {
  wanted scale && echo Budget.Runtime.Tests
  for entry in "${long_suites[@]}" "${fuzz_suites[@]/#/fuzz-}"; do
    IFS=: read -r name project _ <<<"$entry"
    wanted "$name" && echo "$project"
  done
}
for project in $(wanted_projects | sort -u); do
  dotnet build "tests/$project/$project.csproj" -c Release -v quiet --nologo || exit 1
done
flock -u 9

# suite <name> <project> <filter> <most minutes> <variables ...>: runs it and leaves one row.
suite() {
  local name=$1 project=$2 filter=$3 most=$4 started=$SECONDS status line result figures
  shift 4
  env BUDGET_SOAK_REPORT="$work/$name.report" "$@" timeout --kill-after=30 "$((most * 60))" \
    dotnet test "tests/$project/$project.csproj" -c Release --no-build --nologo --filter "$filter" --logger "console;verbosity=minimal" >"$work/$name.log" 2>&1
  status=$?
  line=$(grep -aE '(Passed|Failed|Skipped)! +- Failed:' "$work/$name.log" | tail -n 1)
  number() { sed -E "s/.*$1: +([0-9]+).*/\1/" <<<"$line"; }
  if ((status == 124 || status == 137)); then
    result="**not done after $most minutes**" status=1
  elif [[ -z $line ]]; then
    result="**no test ran**" status=1
  else
    result="$(number Passed) passed, $(number Failed) failed, $(number Skipped) skipped"
    ((status != 0)) && result="**$result**"
  fi
  figures=$(sed -E 's/\|/\//g; s/^([^;]*);(.*)$/\1: \2/' "$work/$name.report" 2>/dev/null | paste -sd '@' | sed 's/@/<br>/g')
  printf '| %s | %s | %s | %d:%02d | %s |\n' "$name" "${figures:--}" "$result" $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) "$today" >"$work/$name.row"
  cat "$work/$name.row"
  ((status == 0)) || { touch "$work/failed"; tail -n 60 "$work/$name.log" >&2; }
}

long='FullyQualifiedName!~Scale&FullyQualifiedName!~Fuzz'
rows=()

if wanted scale; then
  rows+=(scale)
  suite scale Budget.Runtime.Tests 'FullyQualifiedName~Scale' $((scale_minutes * 3 + 20)) BUDGET_SCALE_MINUTES="$scale_minutes" &
  children+=($!)
fi
for entry in "${long_suites[@]}"; do
  IFS=: read -r name project most <<<"$entry"
  wanted "$name" || continue
  rows+=("$name")
  suite "$name" "$project" "$long" "$most" BUDGET_SOAK=1
done
wait
children=()
# Fuzz targets count processor time, so they may go on beside each other, one on each core.
for entry in "${fuzz_suites[@]}"; do
  IFS=: read -r name project class <<<"$entry"
  wanted "fuzz-$name" || continue
  rows+=("fuzz-$name")
  while (($(jobs -rp | wc -l) >= $(nproc))); do wait -n; done
  suite "fuzz-$name" "$project" "FullyQualifiedName~$class" $((fuzz_minutes * 4 + 10)) BUDGET_FUZZ_MINUTES="$fuzz_minutes" &
  children+=($!)
done
wait
children=()
((${#rows[@]} > 0)) || { echo "No suite is called that: $only" >&2; exit 2; }

library=$(find tests/*/bin/Release -name 'libe_sqlite3.so' 2>/dev/null | grep -E 'linux-x64|net10' | head -n 1)
sqlite=$(strings -a "${library:-/dev/null}" 2>/dev/null | grep -oE '^3\.[0-9]+\.[0-9]+$' | head -n 1)
flock 9
{
  echo "Last run: $today. Machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo) memory,"
  echo "$(uname -s) $(uname -r | grep -oE '^[0-9]+\.[0-9]+(\.[0-9]+)?') $(uname -m), .NET $(dotnet --list-runtimes | sed -nE 's/^Microsoft\.NETCore\.App ([^ ]+) .*/\1/p' | tail -n 1), SQLite ${sqlite:-unknown}."
  echo
  echo '| suite | what it did | result | minutes | run of |'
  echo '|---|---|---|---|---|'
  for name in scale ledger sqlite end-to-end prices tokens sdk generator mutants fuzz-prices fuzz-settings fuzz-usage fuzz-journal; do
    if [[ " ${rows[*]} " == *" $name "* ]]; then
      cat "$work/$name.row" 2>/dev/null || echo "| $name | - | **broke off** | - | $today |"
    else
      # Of a suite that was not asked for now, the row of its own last run stays.
      grep -E "^\| $name \|.*\| [0-9]{4}-[0-9]{2}-[0-9]{2} \|$" "$page"
    fi
  done
} >"$work/table"
awk -v begin="$begin" -v end="$end" -v table="$work/table" '
  $0 == begin { print; print ""; while ((getline row < table) > 0) print row; print ""; inside = 1 }
  $0 == end { inside = 0 }
  !inside && $0 != begin { print }' "$page" >"$work/page" && cat "$work/page" >"$page"
flock -u 9

for name in "${rows[@]}"; do [[ -f $work/$name.row ]] || touch "$work/failed"; done
[[ ! -f $work/failed ]] && echo "== everything passed" || { echo "== something failed" >&2; exit 1; }
