package dev.holdfast.local.child;

import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

import scala.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/// Formats a data folder when it is new and runs one KRaft node (broker and controller) on it.
///
/// Writes `READY` to standard output once the node serves clients and was seen to defend
/// transactions (`transaction.version` 2, KIP-890), without which exactly-once is not exact.
public final class BrokerMain {
    private static final String TRANSACTIONS = "transaction.version";
    private static final short DEFENDED = 2;
    private static final String SESSION = "broker.session.timeout.ms";
    private static final long SESSION_MARGIN_MILLIS = 700;

    private BrokerMain() {}

    /// `args[0]` names the file of the node's settings.
    public static void main(String[] args) throws Exception {
        var settings = new Properties();
        try (var in = Files.newBufferedReader(Path.of(args[0]))) {
            settings.load(in);
        }
        boolean wasKilled = wasKilled(settings);
        formatWhenNew(settings);
        var server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-stop"));
        if (wasKilled) {
            letOldSessionEnd(server, Long.parseLong(settings.getProperty(SESSION)));
        }
        server.startup();
        refuseUndefendedTransactions(
                settings.getProperty("advertised.listeners")
                        .substring(settings.getProperty("advertised.listeners").indexOf("//") + 2));
        System.out.println("READY");
        System.out.flush();
        server.awaitShutdown();
    }

    private static boolean wasKilled(Properties settings) {
        Path folder = Path.of(settings.getProperty("log.dirs"));
        return Files.exists(folder.resolve("meta.properties"))
                && !Files.exists(folder.resolve(".kafka_cleanshutdown"));
    }

    /// After a kill -9 the metadata still calls this node the leader of everything, under its
    /// former registration. A broker started then takes up committed transactions whose markers
    /// were not written, cannot connect to itself before that registration has ended, loses the
    /// leadership at that very moment, and drops the markers: the partition then hides all later
    /// records from committed readers for ever (seen with 4.3.1). So the controller starts alone
    /// and the broker follows when the old session is over.
    private static void letOldSessionEnd(KafkaRaftServer server, long session) throws Exception {
        var field = KafkaRaftServer.class.getDeclaredField("controller");
        field.setAccessible(true);
        ((ControllerServer) ((Option<?>) field.get(server)).get()).startup();
        Thread.sleep(session + SESSION_MARGIN_MILLIS);
    }

    private static void formatWhenNew(Properties settings) throws Exception {
        String folder = settings.getProperty("log.dirs");
        if (Files.exists(Path.of(folder, "meta.properties"))) {
            return;
        }
        new Formatter()
                .setPrintStream(System.err)
                .setNodeId(Integer.parseInt(settings.getProperty("node.id")))
                .setClusterId(Uuid.randomUuid().toString())
                .setControllerListenerName(settings.getProperty("controller.listener.names"))
                .addDirectory(folder)
                .setMetadataLogDirectory(folder)
                .setFeatureLevel(TRANSACTIONS, DEFENDED)
                .run();
    }

    private static void refuseUndefendedTransactions(String bootstrap)
            throws IOException, InterruptedException, ExecutionException {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            var found = features.get(TRANSACTIONS);
            if (found == null || found.maxVersionLevel() < DEFENDED) {
                throw new IOException(
                        "The broker runs with %s %s, at least %d is needed: remove its data folder"
                                        .formatted(TRANSACTIONS, found, DEFENDED)
                                + " to have it formatted anew");
            }
        }
    }
}
