package dev.heir.integration.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.binder.netty4.NettyEventExecutorMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.DefaultEventLoopGroup;
import io.netty.channel.EventLoopGroup;
import org.junit.jupiter.api.Test;

class LoopMetersTest {

    @Test
    void two_groups_of_event_loops_are_metered_without_a_warning() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        meters.config().meterFilter(LoopMeters.withoutWorkers());
        EventLoopGroup loops = new DefaultEventLoopGroup(2);
        EventLoopGroup acceptors = new DefaultEventLoopGroup(1);
        try {
            new NettyEventExecutorMetrics(loops).bindTo(meters);
            new NettyEventExecutorMetrics(acceptors).bindTo(meters);
            assertThat(meters.find("netty.eventexecutor.workers").gauges()).isEmpty();
            assertThat(meters.find("netty.eventexecutor.tasks.pending").gauges())
                    .hasSize(3);
        } finally {
            var _ = loops.shutdownGracefully();
            var _ = acceptors.shutdownGracefully();
        }
    }
}
