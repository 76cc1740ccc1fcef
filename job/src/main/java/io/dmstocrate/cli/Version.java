package io.dmstocrate.cli;

import picocli.CommandLine.IVersionProvider;

/** Tells the program's version. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"dms-to-crate 0.1.0-SNAPSHOT"};
    }
}
