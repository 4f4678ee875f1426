package dev.holdfast.verifier.io.net;

import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Opens a connection to one place, ready to be spoken over.
@FunctionalInterface
public interface Line {
    /// Throws [Unusable] when nobody is there or may be reached.
    Connection open(Terms terms) throws IOException, Unusable;

    /// Both directions of a connection; reading ends with the terms.
    record Connection(InputStream in, OutputStream out, Closeable end) implements Closeable {
        @Override
        public void close() throws IOException {
            end.close();
        }
    }
}
