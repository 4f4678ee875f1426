package dev.holdfast.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

class PortsTest {
    /// The lowest port that Linux gives to an outgoing connection, and with it to nobody's server.
    private static final int OUTGOING = 32_768;

    @Test
    void a_chosen_port_is_none_that_an_outgoing_connection_could_take() {
        assertThat(Ports.free(50)).doesNotHaveDuplicates().allMatch(port -> port < OUTGOING);
        assertThat(Ports.row(10) + 9).isLessThan(OUTGOING);
    }

    @Test
    void a_row_has_no_taken_port_in_it() throws IOException {
        int row = Ports.row(20, new Random(7));
        try (var neighbour = new ServerSocket(row + 7, 1, InetAddress.getLoopbackAddress())) {
            assertThat(Ports.isTaken(neighbour.getLocalPort())).isTrue();
            int other = Ports.row(20, new Random(7));
            assertThat(other).matches(first -> row + 7 < first || row + 7 > first + 19);
        }
        assertThat(Ports.isTaken(row + 7)).isFalse();
    }
}
