package dev.holdfast.detector.io.streams;

import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

import java.util.Map;

/// A store that holds nothing and says that it is on disk.
///
/// With such a store Streams keeps its process id in the state folder, so that after a restart the
/// new producer fences the one before at once. A real store on disk would cost a database engine in
/// each task for that.
final class IdentityStore implements StateStore {
    private static final String NAME = "identity";

    private boolean open;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (_, _) -> {});
        open = true;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /// Makes one for each task; there is nothing to cache and nothing to log.
    static final class Builder implements StoreBuilder<IdentityStore> {
        @Override
        public StoreBuilder<IdentityStore> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<IdentityStore> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<IdentityStore> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<IdentityStore> withLoggingDisabled() {
            return this;
        }

        @Override
        public IdentityStore build() {
            return new IdentityStore();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
