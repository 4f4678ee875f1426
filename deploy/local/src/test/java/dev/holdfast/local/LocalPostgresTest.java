package dev.holdfast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;

class LocalPostgresTest {
    @TempDir Path folder;

    @Test
    void a_database_keeps_its_rows_when_it_is_killed_and_started_again() throws SQLException {
        try (var postgres = LocalPostgres.start(folder)) {
            run(postgres, "CREATE TABLE kept (name text)");
            run(postgres, "INSERT INTO kept VALUES ('1.4.1')");
            postgres.kill();
            postgres.restart();
            assertThat(value(postgres, "SELECT name FROM kept")).isEqualTo("1.4.1");
        }
    }

    @Test
    void a_stopped_server_leaves_no_process_and_frees_its_port() {
        var postgres = LocalPostgres.start(folder);
        long pid = postgres.pid();
        postgres.close();
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(Ports.isTaken(postgres.port())).isFalse();
    }

    @Test
    void a_taken_port_is_named_with_its_holder() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            assertThatThrownBy(() -> LocalPostgres.start(folder, port, "holdfast", false))
                    .isInstanceOf(LocalException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void tests_that_share_a_server_take_a_database_each() throws SQLException {
        var postgres = LocalPostgres.shared();
        postgres.createDatabase("mine");
        assertThat(value(postgres, "SELECT count(*) FROM pg_database WHERE datname = 'mine'"))
                .isEqualTo("1");
    }

    private static void run(LocalPostgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(LocalPostgres postgres, String sql) throws SQLException {
        try (var connection = postgres.connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
