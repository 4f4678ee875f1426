package dev.holdfast.local.child;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/// Runs another main class and ends this JVM when the parent is gone.
///
/// The parent holds the other end of our standard input and never writes to it. However the
/// parent ends, even by kill -9, the kernel closes that pipe and the read below returns.
public final class Tether {
    private static final long GRACE_MILLIS = 15_000;

    private Tether() {}

    /// `args[0]` is the main class to run, the rest are its arguments.
    public static void main(String[] args) throws Throwable {
        hold();
        var main = Class.forName(args[0]).getMethod("main", String[].class);
        try {
            main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /// Starts to watch the parent. An orderly exit is tried first, then the JVM is halted.
    static void hold() {
        Thread.ofPlatform()
                .name("tether")
                .daemon()
                .start(() -> {
                    awaitEndOfInput();
                    Thread.ofPlatform().name("tether-exit").daemon().start(() -> System.exit(0));
                    try {
                        Thread.sleep(GRACE_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(1);
                });
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes here; a byte that comes anyway means nothing.
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
            System.err.println("tether: " + e.getMessage());
        }
    }
}
