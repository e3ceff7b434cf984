// Runs the WebAssembly build of Lean on Node. This text goes in front of the patched `lean.js`, in one
// script, because the threads that Lean starts load the very same script.
//
//   node SCRIPT build   WASM LIB SNAPSHOT lean-arguments...   run Lean until it waits for input, keep its memory
//   node SCRIPT serve   WASM LIB SNAPSHOT                     restore that memory and answer requests
//   node SCRIPT plain   WASM LIB -        lean-arguments...   just run Lean
//
// Why a snapshot: Lean needs about ten seconds to start its own library, elaborate the REPL and import
// Init, and the same memory results each time. `build` lets the REPL run until it first reads standard
// input, throws a JavaScript exception from there (it unwinds the WebAssembly frames without running a
// destructor, so everything in linear memory stays as it was, stack frames included), and writes the
// memory to a file. `serve` boots the module without calling `main`, puts the memory and the stack
// pointer back, and calls the REPL's handler, a Lean closure `String → IO String`, once for each line.
var Module = {};
const PW = (() => {
  const fs = require("fs");
  const main = require("worker_threads").isMainThread;
  // Threads get a copy of the environment, and no arguments.
  if (main) process.env.PROOFWRIGHT_LAUNCH = JSON.stringify(process.argv.slice(2));
  const [mode, wasm, lib, snapshot, ...leanArguments] = JSON.parse(process.env.PROOFWRIGHT_LAUNCH);
  const serving = mode == "serve";
  const STACK = 64 << 20;

  // Functions are looked up by name when they are first called, and get a place in the table, whose index
  // then stands in the memory that is kept. In `build` all exports get a place at the start, as the module
  // would have it, and each thread notes which were used. In `serve` only those are put back, and others
  // get a place when they are looked up: that saves a second and 200 MB.
  const symbolsFile = snapshot + ".symbols";
  let meta = null;
  let names = null;
  let indices = null;
  const hooks = {
    // Stands for `Object.keys(lib.exports).indexOf(symbol)`, which took 100 s of a start.
    symbolIndex(lib, symbol) {
      if (!indices) {
        names = Object.keys(serving ? wasmExports : lib.exports);
        indices = new Map(names.map((name, i) => [name, i]));
      }
      return indices.get(symbol) ?? -1;
    },
    // The reverse, when another thread has looked something up.
    symbolAt(symbols, index) {
      names ??= Object.keys(serving ? wasmExports : symbols);
      return names[index];
    },
    resolved(symbol, address) {
      if (mode == "build" && typeof wasmExports[symbol] == "function") fs.appendFileSync(symbolsFile, address + " " + symbol + "\n");
    },
    merge(exports) {
      if (serving) Object.setPrototypeOf(wasmImports, exports);
      else mergeLibSymbols(exports, "main");
    },
    gotNames(exports) {
      if (!serving) return Object.keys(exports);
      restoreTable(exports);
      return Object.keys(GOT).filter((name) => name in exports);
    },
  };
  const restoreTable = (exports) => {
    if (meta) return;
    meta = JSON.parse(fs.readFileSync(snapshot + ".json", "utf8"));
    getFunctionAddress(exports.malloc);
    if (wasmTable.length < meta.tableLength) wasmTable.grow(meta.tableLength - wasmTable.length);
    for (const [address, symbol] of meta.table) {
      setWasmTableEntry(address, exports[symbol]);
      functionsInTableMap.set(exports[symbol], address);
    }
  };
  if (!main) return hooks;

  const text = (bytes) => Buffer.from(bytes).toString("utf8");
  const die = (code, message) => {
    fs.writeSync(2, "launcher: " + message + "\n");
    process.exit(code);
  };

  // Standard input, read synchronously: the module's own reader fails on a pipe.
  let buffer = Buffer.alloc(1 << 16);
  let end = 0;
  let next = 0;
  const idle = new Int32Array(new SharedArrayBuffer(4));
  const fill = () => {
    for (;;) {
      try {
        end = fs.readSync(0, buffer, 0, buffer.length);
        next = 0;
        return end > 0;
      } catch (e) {
        if (e.code == "EOF") return false;
        if (e.code != "EAGAIN") throw e;
        Atomics.wait(idle, 0, 0, 2);
      }
    }
  };
  const readLine = () => {
    const parts = [];
    for (;;) {
      if (next >= end && !fill()) return null;
      const newline = buffer.subarray(next, end).indexOf(10);
      if (newline >= 0) {
        parts.push(Buffer.from(buffer.subarray(next, next + newline)));
        next += newline + 1;
        return text(Buffer.concat(parts));
      }
      parts.push(Buffer.from(buffer.subarray(next, end)));
      next = end;
    }
  };

  let handler = 0;
  let token = 0;
  let greeting = "";
  let stackPointer = 0;
  // The build of Lean prints its own debugging lines.
  const noise = (line) => line.startsWith("[DEBUG") || line.startsWith("  ");
  Module.print = (line) => {
    const addresses = /^@handler (\d+) (\d+)$/.exec(line);
    if (addresses && mode == "build") {
      [handler, token] = addresses.slice(1).map(Number);
      growMemViews();
      if (HEAPU8[token + 7] != 253) die(75, "Lean's token is no reference");
      // One reference more, so that they outlive the frames that hold them.
      HEAP32[handler >> 2]++;
      HEAP32[token >> 2]++;
    } else if (mode == "build" && line.startsWith("{") && line.includes('"proofwright":')) {
      greeting = line;
    } else if (!noise(line)) {
      fs.writeSync(1, line + "\n");
    }
  };
  Module.printErr = (line) => noise(line) || fs.writeSync(2, line + "\n");
  // One null when the bytes run out, and only then wait for more: the module's reader asks until it has
  // filled its own buffer or is told that there is nothing.
  let drained = true;
  Module.stdin = () => {
    if (next >= end) {
      drained = !drained;
      if (drained || !fill()) return null;
    }
    return buffer[next++];
  };
  Module.arguments = leanArguments;
  Module.noInitialRun = true;
  Module.preRun = [
    () => {
      // Lean takes this file for its program, and asks for the folder of its program to exist.
      FS.mkdirTree(__dirname);
      FS.mkdir("/lib0");
      FS.mount(NODEFS, { root: lib }, "/lib0");
      // The user's own Lean is another one, with other libraries.
      delete process.env.LEAN_PATH;
      ENV.LEAN_PATH = "/lib0";
      // The build carries a profiler that would leave a file in the working folder.
      ENV.LLVM_PROFILE_FILE = "/dev/null";
      if (!serving) {
        FS.mkdir("/here");
        FS.mount(NODEFS, { root: process.cwd() }, "/here");
        FS.chdir("/here");
      }
    },
  ];
  Module.instantiateWasm = (imports, done) => {
    const wasi = imports.wasi_snapshot_preview1;
    const read = wasi.fd_read;
    wasi.fd_read = (fd, ...rest) => {
      if (fd == 0 && mode == "build") {
        stackPointer = stackSave();
        throw "unwind";
      }
      return read(fd, ...rest);
    };
    const module = new WebAssembly.Module(fs.readFileSync(wasm));
    const instance = new WebAssembly.Instance(module, imports);
    done(instance, module);
    return instance.exports;
  };

  // One request. The object layout is that of lean.h on 32 bits: a constructor's tag is the eighth byte
  // and its fields begin at the eighth; a string's size is the third word and its bytes begin at 20.
  const call = (line) => {
    const wasm = wasmExports;
    const bytes = Buffer.from(line.replaceAll("\0", "\\u0000"), "utf8");
    const sp = stackSave();
    const c = wasm.malloc(bytes.length + 1);
    if (!c) throw new Error("out of memory");
    growMemViews();
    HEAPU8.set(bytes, c);
    HEAPU8[c + bytes.length] = 0;
    const string = wasm.lean_mk_string(c);
    wasm.free(c);
    growMemViews();
    HEAP32[handler >> 2]++;
    const result = wasm.lean_apply_2(handler, string, 1);
    growMemViews();
    if (HEAPU8[result + 7] != 0) throw new Error("the handler failed");
    const value = HEAPU32[(result + 8) >> 2];
    const size = HEAPU32[(value + 8) >> 2];
    const out = text(HEAPU8.slice(value + 20, value + 20 + size - 1));
    if (HEAP32[result >> 2] == 1) wasm.lean_dec_ref_cold(result);
    else HEAP32[result >> 2]--;
    stackRestore(sp);
    return out;
  };
  const guarded = (line) => {
    try {
      return call(line);
    } catch (e) {
      let why = String(e?.message ?? e);
      if (typeof e == "number") why = "uncaught C++ exception";
      die(70, "Lean died: " + why);
    }
  };

  // A request with a "time" in milliseconds is to end when that is over. This thread is busy with it then, so
  // another one writes `true` into Lean's token, which Lean reads wherever it counts heartbeats.
  const [IDLE, RUNNING, RINGING, ENDED] = [0, 1, 2, 3];
  const clock = new Int32Array(new SharedArrayBuffer(8));
  const watch = () => {
    const { workerData } = require("worker_threads");
    const { clock, memory, value, IDLE, RUNNING, RINGING, ENDED } = workerData;
    for (;;) {
      Atomics.wait(clock, 0, IDLE);
      if (Atomics.load(clock, 0) != RUNNING) continue;
      if (Atomics.wait(clock, 0, RUNNING, Atomics.load(clock, 1)) != "timed-out") continue;
      if (Atomics.compareExchange(clock, 0, RUNNING, RINGING) != RUNNING) continue;
      do Atomics.store(memory, value, 3);
      while (Atomics.wait(clock, 0, RINGING, 20) == "timed-out");
      Atomics.store(clock, 0, IDLE);
      Atomics.notify(clock, 0);
    }
  };
  const startWatch = () => {
    const { Worker } = require("worker_threads");
    const value = (token + 8) >> 2;
    const workerData = { clock, memory: HEAP32, value, IDLE, RUNNING, RINGING, ENDED };
    new Worker(`(${watch})()`, { eval: true, workerData }).unref();
  };
  const timed = (line) => {
    // Within a string of the request the quotes would be escaped.
    const time = /"time":\s*(\d+)/.exec(line);
    if (!time || time[1] == 0) return guarded(line);
    growMemViews();
    HEAP32[(token + 8) >> 2] = 1;
    Atomics.store(clock, 1, Math.min(time[1], 2 ** 31 - 1));
    Atomics.store(clock, 0, RUNNING);
    Atomics.notify(clock, 0);
    const out = guarded(line);
    if (Atomics.compareExchange(clock, 0, RUNNING, IDLE) == RUNNING) {
      Atomics.notify(clock, 0);
    } else {
      Atomics.store(clock, 0, ENDED);
      Atomics.notify(clock, 0);
      Atomics.wait(clock, 0, ENDED);
      growMemViews();
      HEAP32[(token + 8) >> 2] = 1;
    }
    return out;
  };

  // The parts of the memory that are not zero, as [start, length] in bytes.
  const extents = () => {
    const words = new Int32Array(wasmMemory.buffer);
    const page = 1024;
    const found = [];
    for (let i = 0; i < words.length; i += page) {
      let k = i;
      while (k < i + page && words[k] == 0) k++;
      if (k == i + page) continue;
      const last = found[found.length - 1];
      if (last && last[0] + last[1] == i * 4) last[1] += page * 4;
      else found.push([i * 4, page * 4]);
    }
    return found;
  };

  const pause = () => new Promise((done) => setTimeout(done, 300));

  const checksum = () => {
    const words = new Int32Array(wasmMemory.buffer);
    let sum = 0;
    for (let i = 0; i < words.length; i++) sum = (Math.imul(sum, 31) + words[i]) | 0;
    return sum;
  };

  // Waits until nothing writes to the memory any more. No thread is kept in a snapshot: those of Lean's pool for
  // tasks, which wait for work and hold no lock, are left behind there together with their pool, and `serve`
  // makes a new one. (To end the pool is no way: it frees what its threads have yet to look at, and then
  // some of them never leave.)
  const rest = async () => {
    let last = null;
    for (let same = 0, left = 300; same < 6; left--) {
      if (left == 0) die(74, "its memory does not come to rest");
      await pause();
      const sum = checksum();
      same = sum === last ? same + 1 : 0;
      last = sum;
    }
  };

  const build = async () => {
    fs.writeFileSync(symbolsFile, "");
    noExitRuntime = true;
    const fullLength = wasmTable.length;
    callMain(leanArguments);
    if (!handler || !greeting) die(71, "the REPL did not become ready");
    stackRestore(stackPointer);
    await rest();
    const warmUp = fs.existsSync("warm-up.jsonl") ? fs.readFileSync("warm-up.jsonl", "utf8") : "";
    for (const line of warmUp.split("\n")) if (line) fs.writeSync(1, guarded(line) + "\n");
    await rest();
    keep(fullLength);
  };

  const keep = (fullLength) => {
    const parts = extents();
    const file = fs.openSync(snapshot + ".part", "w");
    for (const [start, length] of parts) {
      for (let o = 0; o < length; ) {
        o += fs.writeSync(file, HEAPU8.subarray(start + o, start + Math.min(length, o + (1 << 26))));
      }
    }
    fs.fsyncSync(file);
    fs.closeSync(file);
    const table = new Map();
    // What the module imports by address was placed before anything was looked up, functions of the
    // glue last: `serve` leaves it to the module to place those, after as many entries as here.
    const imported = WebAssembly.Module.imports(wasmModule).filter((it) => it.module == "GOT.func");
    const addresses = imported.map(({ name }) => [GOT[name].value, name]);
    for (const [address, name] of addresses) if (wasmExports[name]) table.set(address, name);
    const glue = addresses.filter(([, name]) => !wasmExports[name]).map(([address]) => address);
    for (const line of fs.readFileSync(symbolsFile, "utf8").split("\n")) {
      const space = line.indexOf(" ");
      if (space > 0) table.set(Number(line.slice(0, space)), line.slice(space + 1));
    }
    const meta = {
      greeting,
      handler,
      token,
      stackPointer,
      bytes: wasmMemory.buffer.byteLength,
      tableLength: Math.min(...glue, fullLength),
      table: [...table],
      addresses,
      extents: parts,
    };
    fs.writeFileSync(snapshot + ".json", JSON.stringify(meta));
    fs.renameSync(snapshot + ".part", snapshot);
    fs.unlinkSync(symbolsFile);
    process.exit(0);
  };

  const serve = () => {
    for (const [address, name] of meta.addresses) {
      if (GOT[name].value != address) die(73, "the snapshot does not fit: `" + name + "` is somewhere else");
    }
    wasmMemory.grow((meta.bytes - wasmMemory.buffer.byteLength) / 65536);
    growMemViews();
    HEAPU8.fill(0, 0, 16777216);
    const file = fs.openSync(snapshot, "r");
    for (const [start, length] of meta.extents) {
      for (let o = 0; o < length; ) {
        const n = fs.readSync(file, HEAPU8, start + o, Math.min(length - o, 1 << 26));
        if (n == 0) die(72, "the snapshot is cut short");
        o += n;
      }
    }
    fs.closeSync(file);
    ({ handler, token, stackPointer } = meta);
    // The frames below this pointer stay as they are. The stack they stand on is small, and what overflows it
    // writes over other memory; on one this large JavaScript's own stack is over first, and that is noticed.
    stackRestore(stackPointer);
    const stack = wasmExports.malloc(STACK);
    growMemViews();
    stackRestore((stack + STACK) & ~63);
    wasmExports.lean_init_task_manager_using(1);
    startWatch();
    fs.writeSync(1, meta.greeting + "\n");
    for (let line; (line = readLine()) !== null; ) {
      let out = timed(line);
      if (line.includes('"heap"') && out.endsWith("}")) {
        out = out.slice(0, -1) + ',"bytes":' + wasmMemory.buffer.byteLength + "}";
      }
      out += "\n";
      for (let b = Buffer.from(out), o = 0; o < b.length; ) {
        try {
          o += fs.writeSync(1, b, o);
        } catch (e) {
          if (e.code != "EAGAIN") process.exit(0);
          Atomics.wait(idle, 0, 0, 2);
        }
      }
    }
    process.exit(0);
  };

  Module.onRuntimeInitialized = () => {
    if (mode == "build") build();
    else if (serving) serve();
    else callMain(leanArguments);
  };
  return hooks;
})();
