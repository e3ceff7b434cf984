import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showServer, showStatus, type Hole, type Status } from '../src/status';

function status(states: string[], running = 0, queued = 0): Status {
    const hole = (state: string, index: number): Hole => {
        const at = { line: 10 * index, character: 4 };
        return { name: `t${index}`, range: { start: at, end: at }, state, detail: state === 'timed out' ? '60 s' : '' };
    };
    return { uri: 'file:///a.lean', version: 1, holes: states.map(hole), running, queued };
}

test('each word of the server is shown as it is, with how many holes it is said of', () => {
    const { text, tooltip } = showStatus(status(['open', 'timed out', 'open', 'a new word']));
    assert.equal(text, '$(circle-outline) Proofwright: 2 open, 1 timed out, 1 a new word');
    assert.deepEqual(tooltip.split('\n'), [
        't0, line 1: open',
        't1, line 11: timed out (60 s)',
        't2, line 21: open',
        't3, line 31: a new word',
        'Searches: 0 running, 0 queued',
    ]);
});

test('the icon moves while something is done, and is a tick only if everything is certified', () => {
    const icon = (it: Status) => /^\$\((.*?)\)/.exec(showStatus(it).text)?.[1];
    assert.equal(icon(status(['running', 'queued'], 1, 1)), 'loading~spin');
    assert.equal(icon(status(['open'], 0, 1)), 'loading~spin');
    assert.equal(icon(status(['certified', 'certified'])), 'pass');
    assert.equal(icon(status(['certified', 'open'])), 'circle-outline');
    assert.equal(icon(status(['open', 'crashed'])), 'warning');
    assert.equal(icon(status([])), 'circle-outline');
});

test('no holes is not said to be no errors', () => {
    const { text, tooltip } = showStatus(status([]));
    assert.match(text, /no holes$/);
    assert.match(tooltip, /errors, the server of its language says/);
});

test('a server that is not there is not said to be ready', () => {
    assert.equal(showServer('stopped').text, '$(debug-disconnect) Proofwright: stopped');
    assert.equal(showServer('starting').text, '$(loading~spin) Proofwright: starting');
});
