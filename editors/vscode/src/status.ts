// What is shown of the server's state.

import type { Range } from 'vscode-languageserver-protocol';

/** How it stands with a hole; `state` is the server's word, and shown as it is. */
export interface Hole {
    name: string;
    range: Range;
    state: string;
    detail: string;
}

/** How it stands with a file: the notification `proofwright/status`. */
export interface Status {
    uri: string;
    version: number;
    holes: Hole[];
    /** Searches of the file that run, and that wait. */
    running: number;
    queued: number;
}

/** The status bar's text and what it says when it is pointed at. */
export interface Shown {
    text: string;
    tooltip: string;
}

/** Shows the state of a server that has not said anything of the file yet. */
export function showServer(state: 'starting' | 'ready' | 'stopped'): Shown {
    const icon = { starting: 'loading~spin', ready: 'circle-outline', stopped: 'debug-disconnect' }[state];
    return { text: `$(${icon}) Proofwright: ${state}`, tooltip: `The server of Proofwright is ${state}.` };
}

/** Shows how it stands with a file: each of the server's words, and how many holes it is said of. */
export function showStatus(status: Status): Shown {
    const words = new Map<string, number>();
    for (const { state } of status.holes) {
        words.set(state, (words.get(state) ?? 0) + 1);
    }
    const busy = status.running + status.queued > 0;
    const done = words.size === 1 && words.has('certified');
    const icon = busy ? 'loading~spin' : words.has('crashed') ? 'warning' : done ? 'pass' : 'circle-outline';
    const counts = [...words].map(([word, count]) => `${count} ${word}`);
    return { text: `$(${icon}) Proofwright: ${counts.join(', ') || 'no holes'}`, tooltip: describe(status) };
}

function describe({ holes, running, queued }: Status): string {
    if (holes.length === 0) {
        return 'No holes are known in this file. Whether it has errors, the server of its language says.';
    }
    const lines = holes.map((it) => `${it.name}, line ${it.range.start.line + 1}: ${stateOf(it)}`);
    return [...lines, `Searches: ${running} running, ${queued} queued`].join('\n');
}

/** A hole's state in full. */
export function stateOf({ state, detail }: Hole): string {
    return detail ? `${state} (${detail})` : state;
}
