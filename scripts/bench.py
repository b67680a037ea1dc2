#!/usr/bin/env python3
"""Times the release binary: bench.py XIEZHI LAWS

Each figure stands beside its floor or its peer, measured in the same run."""
import contextlib
import glob
import hashlib
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

XIEZHI, LAWS = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
CLIENTS, SECONDS = 16, 10
QUERIES = ["无证经营", "消防通道", "wqdxkz", "未取得许可证", "罚款 超载", "行政处罚法第六十三条", "占道经营怎么处罚", "听证", "扣押", "食品安全"]


# As many different queries as there are, so that a cache of the texts that were just read helps no more than it would in a day's work.
DISTINCT = sorted(set(re.findall(r"query: ([^,}]+)", "".join(f.read_text() for f in sorted((pathlib.Path(__file__).parent.parent / "docs/search").glob("*.yaml"))))))


def report(name, figure, beside=""):
    print(f"{name:<44} {figure:<28} {beside}", flush=True)


def timed(*command, **more):
    """Wall seconds and peak MB of one command."""
    with tempfile.TemporaryFile() as errors:
        started = time.monotonic()
        child = subprocess.Popen([str(c) for c in command], stdout=subprocess.DEVNULL, stderr=errors, **more)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.monotonic() - started
        if status != 0:
            errors.seek(0)
            sys.exit(f"{' '.join(map(str, command))}: status {status}\n{errors.read().decode()[-1000:]}")
    return seconds, usage.ru_maxrss / 1024


def reading():
    size = sum(f.stat().st_size for f in LAWS.rglob("*.md"))
    started = time.monotonic()
    for file in LAWS.rglob("*.md"):
        hashlib.sha256(file.read_bytes())
    floor = time.monotonic() - started
    for kind in ("penalty", "all"):
        runs = sorted(timed(XIEZHI, "law", "items", LAWS, "--kind", kind, "--jsonl") for _ in range(3))
        report(f"parse + extract ({kind}), {size / 1e6:.0f} MB", f"{runs[1][0]:.2f} s, peak {runs[1][1]:.0f} MB", f"floor, SHA-256 of the same files: {floor:.2f} s")


@contextlib.contextmanager
def postgresql():
    """A throw-away cluster on a free loopback port, run by a user that is not root."""
    binaries = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not binaries:
        yield None
        return
    folder = tempfile.mkdtemp(prefix="xiezhi-bench-")
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True, "cwd": "/"}
    subprocess.run([*as_user, f"{binaries[-1]}/initdb", "-D", f"{folder}/db", "-U", "xiezhi", "-A", "trust", "-E", "UTF8"], **quiet)
    control = [*as_user, f"{binaries[-1]}/pg_ctl", "-D", f"{folder}/db", "-w"]
    subprocess.run([*control, "-o", f"-h 127.0.0.1 -p {port} -k {folder}", "-l", f"{folder}/log", "start"], **quiet)
    try:
        yield f"postgres://xiezhi@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def importing(data):
    seconds, peak = timed(XIEZHI, "law", "import", LAWS, "--data", data)
    report("import with index, SQLite", f"{seconds:.1f} s, peak {peak:.0f} MB")
    again, _ = timed(XIEZHI, "law", "import", LAWS, "--data", data)
    report("the same import again (nothing to do)", f"{again:.1f} s")
    with postgresql() as url, tempfile.TemporaryDirectory() as other:
        if url:
            seconds, peak = timed(XIEZHI, "law", "import", LAWS, "--data", other, env={**os.environ, "DATABASE_URL": url})
            report("import with index, PostgreSQL", f"{seconds:.1f} s, peak {peak:.0f} MB")


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.status


def resident_mb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1)) / 1024


def load(base, paths, name):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        listed = ",".join(f'"{urllib.parse.quote(p, safe="/?=&")}"' for p in paths)
        script.write(f"local paths = {{{listed}}}\nlocal at = 0\nfunction request() at = at % #paths + 1 return wrk.format('GET', paths[at]) end\n")
        script.flush()
        text = subprocess.run(["wrk", "-t1", f"-c{CLIENTS}", f"-d{SECONDS}s", "--latency", "-s", script.name, base], capture_output=True, text=True, check=True).stdout
    p50, p99 = (re.search(rf"{p}%\s+(\S+)", text).group(1) for p in (50, 99))
    rate = re.search(r"Requests/sec:\s+(\S+)", text).group(1)
    bad = re.search(r"Non-2xx[^\d]*(\d+)", text)
    report(f"HTTP, {CLIENTS} clients, {name}", f"p50 {p50}, p99 {p99}, {rate}/s", f"{bad.group(1)} refused" if bad else "")


def serving(data):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    started = time.monotonic()
    server = subprocess.Popen([XIEZHI, "serve", "--data", data, "--listen", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError):
                if get(f"{base}/health") == 200:
                    break
            time.sleep(0.005)
        report("serve, ready", f"{time.monotonic() - started:.2f} s")
        time.sleep(5)
        report("serve, idle memory", f"{resident_mb(server.pid):.0f} MB")
        if shutil.which("wrk"):
            load(base, ["/health"], "floor (/health)")
            load(base, [f"/api/v1/search?q={q}" for q in QUERIES], "full text")
            load(base, [f"/api/v1/items?q={q}" for q in QUERIES], "items as you type")
            load(base, [f"/api/v1/search?q={q}" for q in DISTINCT], f"full text, {len(DISTINCT)} queries")
        report("serve, memory after load", f"{resident_mb(server.pid):.0f} MB")
    finally:
        server.terminate()
        server.wait()


reading()
with tempfile.TemporaryDirectory() as data:
    importing(data)
    serving(data)
