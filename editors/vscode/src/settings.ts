// What of the settings is for the server.

/** Settings of the section `proofwright` that the server does not know. */
const OURS = ['path', 'arguments', 'trace'];

/** The settings of the section as the server takes them: its own, and of those only what is set. */
export function forServer(section: unknown): unknown {
    if (typeof section !== 'object' || section === null) {
        return section;
    }
    const set = Object.entries(section).filter(([name, value]) => !OURS.includes(name) && value !== null);
    return Object.fromEntries(set);
}
