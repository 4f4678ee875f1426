package dev.holdfast.backbone.service;

import dev.holdfast.backbone.kafka.KafkaAccess;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import io.micronaut.runtime.server.EmbeddedServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Starts a service. `main` calls [#run]; tests call [#start] with settings of their own.
public final class Service {
    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private Service() {}

    /// Starts the service and leaves it running until the process is told to stop.
    ///
    /// @param name for example `decision-service`
    /// @param port where it listens when HOLDFAST_PORT says nothing
    public static void run(Class<?> application, String name, int port, String... args) {
        SettingList.unknown(System.getenv().keySet()).forEach(LOG::warn);
        Micronaut.build(args)
                .mainClass(application)
                .banner(false)
                .properties(defaults(name, port))
                .start();
    }

    /// Starts the service inside this process; closing the context stops it. `settings` are named as
    /// environment variables are, in Micronaut's form: `holdfast.port`, `holdfast.kafka`, …
    public static ApplicationContext start(
            Class<?> application, String name, int port, Map<String, Object> settings) {
        Map<String, Object> all = new LinkedHashMap<>(defaults(name, port));
        all.putAll(settings);
        // Not through Micronaut.build: that ends the process when the start fails.
        ApplicationContext context =
                ApplicationContext.builder(application, "test")
                        .banner(false)
                        .deduceEnvironment(false)
                        .properties(all)
                        .start();
        try {
            var _ = context.getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            context.close();
            throw e;
        }
        return context;
    }

    /// What holds for all services, unless the environment says otherwise.
    static Map<String, Object> defaults(String name, int port) {
        Map<String, Object> p = new LinkedHashMap<>();
        p.put("micronaut.application.name", name);
        p.put("holdfast.service", name);
        p.put("micronaut.server.port", "${holdfast.port:" + port + "}");
        p.put("micronaut.server.host", "${holdfast.host:127.0.0.1}");
        p.put("micronaut.server.max-request-size", "8MB");
        p.put("micronaut.server.thread-selection", "BLOCKING");
        p.put("micronaut.server.netty.use-native-transport", "false");
        // simpleclient's own exports say the same.
        for (String binder : List.of("jvm", "uptime", "processor", "files")) {
            p.put("micronaut.metrics.binders." + binder + ".enabled", "false");
        }
        p.put("kafka.bootstrap.servers", "${holdfast.kafka:`127.0.0.1:7492`}");
        p.put("kafka.health.enabled", "true");
        // The health check's own client gets in as ours do.
        if (KafkaAccess.problem().isEmpty()) { // else the settings say it, with all that is wrong
            KafkaAccess.settings().forEach((setting, value) -> p.put("kafka." + setting, value));
        }
        p.put("endpoints.all.sensitive", "false");
        p.put("endpoints.all.enabled", "false");
        p.put("endpoints.health.enabled", "true");
        p.put("endpoints.health.details-visible", "ANONYMOUS");
        p.put("endpoints.health.disk-space.enabled", "false");
        return p;
    }
}
