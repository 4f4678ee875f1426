package dev.holdfast.detector.io.remotewrite;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

import jakarta.inject.Singleton;

/// Gives us snappy bodies as they were sent: the server takes `Content-Encoding: snappy` for snappy's framed format and
/// fails on remote write, which means the block format.
@Singleton
final class PackedAsSent implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    /// The header under which the encoding goes on.
    static final String HEADER = "Holdfast-Content-Encoding";

    private static final String SNAPPY = "snappy";
    private static final String NAME = "holdfast-packed-as-sent";

    @Override
    public NettyServerCustomizer.Registry onCreated(
            BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new OfServer());
        return registry;
    }

    private static final class OfServer implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new OfChannel(channel);
        }
    }

    private record OfChannel(Channel channel) implements NettyServerCustomizer {
        @Override
        public NettyServerCustomizer specializeForChannel(Channel inner, ChannelRole role) {
            return new OfChannel(inner);
        }

        @Override
        public void onStreamPipelineBuilt() {
            ChannelPipeline pipeline = channel.pipeline();
            String after = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
            if (pipeline.get(after) != null && pipeline.get(NAME) == null) {
                pipeline.addAfter(after, NAME, new Renaming());
            }
        }
    }

    private static final class Renaming extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
            if (message instanceof HttpRequest request) {
                request.headers().remove(HEADER);
                if (SNAPPY.equalsIgnoreCase(
                        request.headers().get(HttpHeaderNames.CONTENT_ENCODING))) {
                    request.headers().remove(HttpHeaderNames.CONTENT_ENCODING);
                    request.headers().set(HEADER, SNAPPY);
                }
            }
            super.channelRead(context, message);
        }
    }
}
