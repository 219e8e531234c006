package taskagent.domain.bulk;

/**
 * The input of one generation of a bulk, which works on one chunk.
 *
 * @param chunk the number of the chunk, from 0
 */
public record Bulk(BulkOrder order, int chunk) {

  /** Returns true if no chunk comes after this one. */
  boolean last() {
    return chunk + 1 >= order.chunks();
  }

  /** Returns the input of the next generation. */
  Bulk next() {
    return new Bulk(order, chunk + 1);
  }
}
