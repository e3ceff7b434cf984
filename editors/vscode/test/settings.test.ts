import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contributes } from '../package.json';
import { forServer } from '../src/settings';

test('the server gets what is set and is its own', () => {
    const section = { path: 'p', arguments: [], trace: { server: 'off' }, timeout: '5s', jobs: null, index: false };
    assert.deepEqual(forServer(section), { timeout: '5s', index: false });
    assert.equal(forServer(null), null);
    assert.equal(forServer(undefined), undefined);
});

test('a setting that nobody changed leaves the server what it was started with', () => {
    const defaults = Object.entries(contributes.configuration.properties).map(([name, { default: value }]) => {
        return [name.replace('proofwright.', ''), value];
    });
    assert.ok(defaults.length > 5);
    assert.deepEqual(forServer(Object.fromEntries(defaults)), {});
});

test('the palette offers a command of the server only when the server has it', () => {
    const ours = ['proofwright.holes', 'proofwright.restart', 'proofwright.output'];
    const commands = contributes.commands.map((it) => it.command).filter((it) => !ours.includes(it));
    const conditions = contributes.menus.commandPalette.map((it) => [it.command, it.when]);
    assert.deepEqual(conditions, commands.map((it) => [it, it]));
});
