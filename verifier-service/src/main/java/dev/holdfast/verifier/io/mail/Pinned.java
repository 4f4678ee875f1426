package dev.holdfast.verifier.io.mail;

import dev.holdfast.verifier.io.net.Dialer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;

import javax.net.SocketFactory;

/// Sockets that go to the one address that was checked, wherever they are told to go.
final class Pinned extends SocketFactory {
    private final InetAddress address;
    private final int port;

    Pinned(Dialer.Way way) {
        this.address = way.first();
        this.port = way.port();
    }

    @Override
    public Socket createSocket() {
        return new Socket() {
            @Override
            public void connect(SocketAddress endpoint) throws IOException {
                connect(endpoint, 0);
            }

            @Override
            public void connect(SocketAddress endpoint, int timeout) throws IOException {
                super.connect(new InetSocketAddress(address, port), timeout);
            }
        };
    }

    @Override
    public Socket createSocket(String host, int other) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(String host, int other, InetAddress local, int localPort)
            throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int other) throws IOException {
        return connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int other, InetAddress local, int localPort)
            throws IOException {
        return connected();
    }

    private Socket connected() throws IOException {
        return new Socket(address, port);
    }
}
