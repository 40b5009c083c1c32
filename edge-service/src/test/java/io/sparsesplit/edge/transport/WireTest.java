package io.sparsesplit.edge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WireTest {

    private final Wire wire = new Wire();

    @Test
    void anExchangeAloneIsChargedAllThatTravelled() {
        wire.sent(24);
        Wire.Share share = wire.open(100);
        wire.sent(130);
        wire.received(90);
        share.close();
        wire.received(17);

        assertThat(share.sent()).isEqualTo(154);
        assertThat(share.received()).isEqualTo(90);
    }

    @Test
    void exchangesAtOneTimeAreChargedByTheirWeights() {
        Wire.Share small = wire.open(100);
        Wire.Share large = wire.open(300);
        wire.sent(400);
        small.close();
        large.close();

        assertThat(small.sent()).isEqualTo(100);
        assertThat(large.sent()).isEqualTo(300);
    }

    @Test
    void closingTwiceChargesOnce() {
        Wire.Share share = wire.open(100);
        wire.sent(10);
        share.close();
        wire.sent(20);
        share.close();

        assertThat(share.sent()).isEqualTo(10);
    }

    @Test
    void whateverTheOrderEveryByteIsChargedOnce() {
        Random random = new Random(1);
        List<Wire.Share> open = new ArrayList<>();
        long sent = 0;
        long charged = 0;
        for (int i = 0; i < 10_000; i++) {
            int bytes = random.nextInt(1000);
            wire.sent(bytes);
            sent += bytes;
            open.add(wire.open(80 + random.nextInt(400)));
            while (!open.isEmpty() && random.nextInt(8) < open.size()) {
                charged += closed(open.remove(random.nextInt(open.size())));
            }
        }
        for (Wire.Share share : open) {
            charged += closed(share);
        }

        assertThat(charged).isEqualTo(sent);
    }

    private static long closed(Wire.Share share) {
        share.close();
        return share.sent();
    }

    @Test
    void silenceBeginsWithWhatIsSentAndEndsWithWhatIsReceived() {
        assertThat(wire.silentNanos()).isZero();
        wire.sent(1);
        assertThat(wire.silentNanos()).isPositive();
        wire.received(1);
        assertThat(wire.silentNanos()).isZero();
    }
}
