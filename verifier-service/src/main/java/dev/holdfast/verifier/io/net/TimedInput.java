package dev.holdfast.verifier.io.net;

import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;

/// Reads from a socket until the terms' end, however slowly the bytes drip.
public final class TimedInput extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final Terms terms;

    public TimedInput(Socket socket, Terms terms) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.terms = terms;
    }

    @Override
    public int read() throws IOException {
        limit();
        return in.read();
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        limit();
        return in.read(b, off, len);
    }

    private void limit() throws IOException {
        try {
            socket.setSoTimeout(terms.left());
        } catch (Unusable _) {
            throw new InterruptedIOException("the time is over");
        }
    }
}
