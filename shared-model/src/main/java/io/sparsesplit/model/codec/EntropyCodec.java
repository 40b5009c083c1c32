package io.sparsesplit.model.codec;

/**
 * {@link Codec#ENTROPY}: the exit's class, where it travels, then the level of each channel in order, range coded (Martin, 1979)
 * under the frequencies that a {@link Prior} gives them. Whole numbers only: every machine makes and reads the same bytes.
 *
 * <p>A payload of bytes {@code b[0], b[1], ...} stands for the number {@code v = b[0]/256 + b[1]/256^2 + ...}, where all bytes
 * behind the last are 0. Coding narrows an interval {@code [L, L + R)} of such numbers. In units of its last digit, which is
 * {@code 256^-k} for {@code k} of 7 and more, it begins as
 *
 * <pre>
 * k = 7,  L = 0,  R = 2^56
 * </pre>
 *
 * and for each symbol {@code s}, of frequency {@code f[s]} in a table that sums to 4096, goes on as
 *
 * <pre>
 * part = R >>> 12                                 rounded down; what is lost at the upper end belongs to no symbol
 * L    = L + part * (f[0] + ... + f[s-1])
 * R    = part * f[s]
 * while R &lt; 2^48:  k = k + 1,  L = 256 * L,  R = 256 * R
 * </pre>
 *
 * The payload is the shortest row of bytes whose number lies in the last interval, and of rows of this length that of the least
 * number. So it never ends with a zero; where 0 itself lies in the interval it is empty.
 *
 * <p>{@code L} has as many digits as the payload, but all but the last 56 bits of it only ever change by a carry: an encoder may
 * move a byte out of a 56-bit number per digit, and run a carry back through those already moved. A decoder keeps {@code D = v - L}
 * only, in the same units: {@code s} is the symbol in whose share {@code D / part} lies. Of anything but the one payload that
 * its symbols have, it says that it is malformed.
 *
 * <p>The tables: that of the classes for the exit's class, where it travels; then, for each channel, the one that the prior has for
 * this class and channel, or the only one it has for this channel where no class travels.
 */
public final class EntropyCodec implements FeatureCodec {

    private final Alphabet alphabet;
    private final Prior prior;

    /**
     * A codec for the levels of a quantizer and how often they come.
     *
     * @throws IllegalArgumentException when the prior does not have the quantizer's channels and levels, or a frame cannot carry
     *     as many
     */
    public EntropyCodec(Quantizer quantizer, Prior prior) {
        alphabet = new Alphabet(Codec.ENTROPY, quantizer, prior.classes());
        prior.requireFits(quantizer);
        this.prior = prior;
    }

    @Override
    public Codec codec() {
        return Codec.ENTROPY;
    }

    @Override
    public int features() {
        return alphabet.features();
    }

    @Override
    public int classes() {
        return alphabet.classes();
    }

    @Override
    public byte[] encode(Features features) {
        return prior.encode(alphabet.row(features));
    }

    @Override
    public Features decode(byte[] payload) {
        return alphabet.features(prior.decode(payload));
    }

    @Override
    public double idealBits(Features features) {
        return prior.bits(alphabet.row(features));
    }
}
