package dev.holdfast.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/// TCP ports of this machine's loopback. Those chosen here lie below the ports that the kernel
/// gives to outgoing connections (Linux: from 32768), or a connection of somebody else could take
/// one between its choice and its use.
public final class Ports {
    private static final int LOWEST = 12_000;
    private static final int BEYOND = 30_000;
    private static final int TRIES = 2_000;

    private Ports() {}

    /// A port nobody listens on now, chosen at random; another process that chooses its own so
    /// could still take it before you do, so use it at once.
    public static int free() {
        return row(1);
    }

    /// `count` different free ports.
    public static List<Integer> free(int count) {
        var ports = new HashSet<Integer>();
        while (ports.size() < count) {
            ports.add(free());
        }
        return new ArrayList<>(ports);
    }

    /// The first of `count` neighbouring free ports.
    public static int row(int count) {
        return row(count, ThreadLocalRandom.current());
    }

    static int row(int count, RandomGenerator chance) {
        for (int i = 0; i < TRIES; i++) {
            int first = chance.nextInt(LOWEST, BEYOND - count);
            if (isFree(first, count)) {
                return first;
            }
        }
        throw new LocalException(
                "No %d free neighbouring ports between %d and %d on the loopback interface"
                        .formatted(count, LOWEST, BEYOND));
    }

    /// Whether somebody listens on the port, on the loopback or on every interface.
    public static boolean isTaken(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            if (isTaken(port)) {
                return false;
            }
        }
        return true;
    }
}
