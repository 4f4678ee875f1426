package dev.holdfast.shop.server;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// A few database connections, lent one at a time; a broken one is thrown away.
final class Connections implements AutoCloseable {
    private static final int MOST = 8;
    private static final long WAIT_SECONDS = 2;
    private static final int PROBE_SECONDS = 1;

    private final String url;
    private final Properties login;
    private final Semaphore permits = new Semaphore(MOST, true);
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();

    Connections(String url, Properties login) {
        this.url = url;
        this.login = login;
    }

    /// Work with one connection.
    interface Use<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Runs one transaction: all of it or nothing.
    <T> T transaction(Use<T> use) throws SQLException {
        Connection connection = take();
        boolean sound = false;
        try {
            T result = use.with(connection);
            connection.commit();
            sound = true;
            return result;
        } catch (SQLException | RuntimeException e) {
            sound = rolledBack(connection);
            throw e;
        } finally {
            giveBack(connection, sound);
        }
    }

    private static boolean rolledBack(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            return false;
        }
    }

    private Connection take() throws SQLException {
        try {
            if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new SQLTransientConnectionException(
                        "All %d connections were busy for %d s".formatted(MOST, WAIT_SECONDS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted", e);
        }
        try {
            Connection connection = idle.pollFirst();
            return connection == null ? open() : connection;
        } catch (SQLException | RuntimeException e) {
            permits.release();
            throw e;
        }
    }

    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url, login);
        connection.setAutoCommit(false);
        return connection;
    }

    private void giveBack(@Nullable Connection connection, boolean sound) {
        if (connection != null) {
            if (sound && isOpen(connection)) {
                idle.addFirst(connection);
            } else {
                close(connection);
            }
        }
        permits.release();
    }

    private static boolean isOpen(Connection connection) {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            System.err.println("closing a connection: " + e.getMessage());
        }
    }

    /// Whether the database answers now.
    boolean answers() {
        try {
            return transaction(connection -> connection.isValid(PROBE_SECONDS));
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        for (Connection left = idle.pollFirst(); left != null; left = idle.pollFirst()) {
            close(left);
        }
    }
}
