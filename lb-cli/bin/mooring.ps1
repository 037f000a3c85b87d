# SPDX-License-Identifier: Apache-2.0
# Starts mooring.jar with flags that fit the Java runtime, as the script mooring does; docs/start-script.md has the reasons.
$ErrorActionPreference = 'Stop'

function Stop-With([string] $message) {
    [Console]::Error.WriteLine("mooring: $message")
    exit 1
}

$jar = $env:MOORING_JAR
foreach ($candidate in (Join-Path $PSScriptRoot 'mooring.jar'), (Join-Path $PSScriptRoot '../target/mooring.jar')) {
    if (-not $jar -and (Test-Path -PathType Leaf $candidate)) {
        $jar = (Resolve-Path $candidate).Path
    }
}
if (-not $jar -or -not (Test-Path -PathType Leaf $jar)) {
    Stop-With 'no mooring.jar beside this script or in ../target (build it: mvn -q -DskipTests package)'
}

if ($env:JAVA_HOME) {
    $java = Join-Path (Join-Path $env:JAVA_HOME 'bin') 'java'
} else {
    $found = Get-Command java -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
    if (-not $found) {
        Stop-With 'no java (expected: JAVA_HOME, or java on the PATH)'
    }
    $java = $found.Source
}

# The release file says which version it is without starting it.
$version = 0
$release = Join-Path (Split-Path (Split-Path $java)) 'release'
if ((Test-Path $release) -and ((Get-Content -Raw $release) -match 'JAVA_VERSION="(\d+)')) {
    $version = [int] $Matches[1]
} else {
    # On standard error; a program that only writes there has not failed.
    $ErrorActionPreference = 'Continue'
    if ((& $java -version 2>&1 | Out-String) -match '"(\d+)') {
        $version = [int] $Matches[1]
    }
    $ErrorActionPreference = 'Stop'
}
if ($version -lt 17) {
    Stop-With "Java $version at $java (expected: 17 or newer)"
}

# From this version on, up to that one (0: for good), this flag. A test compares them with those of the other script.
$table = @(
    @(17, 0, '-XX:+UseSerialGC'),
    @(17, 0, '-Xms24m'),
    @(17, 0, '-XX:CompileThresholdScaling=4'),
    @(17, 0, '-Djdk.reflect.useNativeAccessorOnly=true'),
    @(24, 0, '--enable-native-access=ALL-UNNAMED'),
    @(24, 0, '--sun-misc-unsafe-memory-access=allow'),
    @(25, 0, '-XX:+UseCompactObjectHeaders'),
    @(25, 25, '-XX:+UnlockDiagnosticVMOptions'),
    @(25, 25, '-XX:-AOTRecordTraining'),
    @(25, 25, '-XX:-AOTReplayTraining'),
    @(25, 25, '-XX:ArchiveRelocationMode=0')
)
$flags = @()
foreach ($row in $table) {
    if ($version -ge $row[0] -and ($row[1] -eq 0 -or $version -le $row[1])) {
        $flags += $row[2]
    }
}

# Classes ready-made: written at the first orderly end, and again when the jar or the runtime has changed.
$caches = if ($env:XDG_CACHE_HOME) { $env:XDG_CACHE_HOME } elseif ($env:LOCALAPPDATA) { $env:LOCALAPPDATA } else { Join-Path $HOME '.cache' }
$cache = Join-Path $caches 'mooring'
if ($version -ge 19 -and (New-Item -ItemType Directory -Force $cache -ErrorAction SilentlyContinue)) {
    if ($version -lt 25) {
        $flags += '-XX:+AutoCreateSharedArchive', "-XX:SharedArchiveFile=$(Join-Path $cache "classes-$version.jsa")"
        $flags += '-Xlog:cds=off', '-Xlog:cds+dynamic=off'
    } else {
        $made = foreach ($file in (Get-Item $jar, $release -ErrorAction SilentlyContinue)) { "$($file.Length)-$($file.LastWriteTimeUtc.Ticks)" }
        $classes = Join-Path $cache "classes-$version-$($made -join '-').aot"
        if (Test-Path -PathType Leaf $classes) {
            $flags += "-XX:AOTCache=$classes", '-Xlog:aot=off'
        } elseif ($args.Count -gt 0 -and $args[0] -eq 'run') {
            Remove-Item -Force (Join-Path $cache "classes-$version-*.aot*") -ErrorAction SilentlyContinue
            $flags += "-XX:AOTCacheOutput=$classes", '-Xlog:aot=off', '-XX:+DisplayVMOutputToStderr'
        }
    }
}
$more = @()
if ($env:MOORING_JAVA_OPTIONS) {
    $more = @($env:MOORING_JAVA_OPTIONS.Trim() -split '\s+')
}
& $java @more @flags -jar $jar @args
exit $LASTEXITCODE
