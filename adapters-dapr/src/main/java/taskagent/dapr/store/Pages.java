package taskagent.dapr.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.LongStream;
import taskagent.dapr.store.Documents.Document;
import taskagent.domain.port.Unavailable;

/**
 * A list that all replicas append to, in documents of a fixed number of entries. A document is
 * saved with the version that was read, so the entries have the same order for everybody. Another
 * document has the number of the newest page; it may be behind.
 */
public final class Pages<E> {

  /** How many entries a page has. Each save writes up to so many again, some 2 kB. */
  public static final int SIZE = 50;

  private static final int TRIES = 20;

  private final Documents documents;
  private final String prefix;
  private final long kept;
  private final Optional<Duration> expire;
  private final Form<E> form;

  /** The newest page that this process knows; -1 for none. */
  private final AtomicLong known = new AtomicLong(-1);

  /** A page, and the document that it was read from. */
  public record Page<E>(List<E> entries, Document document) {}

  /**
   * Some entries.
   *
   * @param next the place of the next part; empty if this is the last one
   */
  public record Part<E>(List<E> entries, OptionalLong next) {}

  private record Newest<E>(long number, Optional<Page<E>> page) {}

  /** How the entries of a page are written and read. */
  public record Form<E>(Function<List<E>, String> write, Function<String, List<E>> read) {}

  /**
   * Keeps pages among these documents.
   *
   * @param prefix how their keys begin; no other document has such a key
   * @param kept how many pages are kept
   * @param expire how long a page is kept after its last change; empty for ever
   */
  public Pages(
      Documents documents, String prefix, long kept, Form<E> form, Optional<Duration> expire) {
    this.form = form;
    this.documents = documents;
    this.prefix = prefix;
    this.kept = kept;
    this.expire = expire;
  }

  /**
   * Appends entries.
   *
   * @return how many entries there were ever, these included
   * @throws Unavailable if the store is unavailable; some or all may have been appended
   */
  public long append(List<E> entries) {
    var rest = entries;
    long end = 0;
    for (int tries = 0; !rest.isEmpty(); tries++) {
      if (tries > TRIES + entries.size() / SIZE) {
        throw Unavailable.overloaded("a list is written by too many at once");
      }
      var newest = newest();
      long number = newest.number();
      var page = newest.page();
      var before = page.map(Page::entries).orElse(List.of());
      var added = rest.subList(0, Math.min(rest.size(), SIZE - before.size()));
      var after = new ArrayList<>(before);
      after.addAll(added);
      var text = form.write().apply(after);
      if (documents.save(key(number), page.map(Page::document), text, expire)) {
        if (page.isEmpty()) {
          begun(number);
        }
        rest = rest.subList(added.size(), rest.size());
        end = number * SIZE + after.size();
      }
    }
    return end;
  }

  /** Finds the page that is appended to next. It may not exist yet. */
  private Newest<E> newest() {
    long number = known.get() < 0 ? Math.max(begun(), 0) : known.get();
    boolean follows = false;
    while (true) {
      var page = find(number);
      if (page.isPresent() && isFull(page.get())) {
        number++;
        follows = true;
      } else if (page.isPresent() || follows) {
        return known(number, page);
      } else {
        // This process may know a page that was removed, or one of a store that was restored.
        long begun = Math.max(begun(), 0);
        if (begun == number) {
          return known(number, page);
        }
        number = begun;
      }
    }
  }

  private Newest<E> known(long number, Optional<Page<E>> page) {
    known.set(number);
    return new Newest<>(number, page);
  }

  /** Records that a page was begun, and removes the one that is not kept any more. */
  private void begun(long number) {
    documents.change(
        lastKey(),
        before -> Long.toString(Math.max(number, before.map(Long::parseLong).orElse(0L))));
    if (number >= kept) {
      documents.delete(key(number - kept));
    }
  }

  /** Returns the number of the newest page; -1 if there is none. */
  public long begun() {
    return documents.read(lastKey()).map(last -> Long.parseLong(last.text())).orElse(-1L);
  }

  private static boolean isFull(Page<?> page) {
    return page.entries().size() >= SIZE;
  }

  /** Returns true if everything before this page is there, and nothing is after that. */
  public boolean isNext(long number) {
    return begun() < number && (number == 0 || find(number - 1).filter(Pages::isFull).isPresent());
  }

  /** Returns how many entries there were ever. */
  public long end() {
    var newest = newest();
    return newest.number() * SIZE + newest.page().map(page -> page.entries().size()).orElse(0);
  }

  /** Returns a page, if there is one. */
  public Optional<Page<E>> find(long number) {
    return documents.read(key(number)).map(this::page);
  }

  /**
   * Returns some entries, at most a page. There may be none although others follow.
   *
   * @param place 0 for the first ones, or that of an earlier part
   */
  public Part<E> part(long place, int limit) {
    long number = place / SIZE;
    int from = (int) (place % SIZE);
    var entries = find(number).map(Page::entries).orElse(List.<E>of());
    int to = Math.min(entries.size(), from + limit);
    var part = entries.stream().limit(to).skip(from).toList();
    if (to < entries.size()) {
      return new Part<>(part, OptionalLong.of(number * SIZE + to));
    }
    boolean more = begun() > number;
    return new Part<>(part, more ? OptionalLong.of((number + 1) * SIZE) : OptionalLong.empty());
  }

  /** Returns those of the pages that there are, by their numbers. */
  public Map<Long, Page<E>> findAll(long from, long to) {
    var numbers = LongStream.range(from, to).boxed().toList();
    var found = documents.readAll(numbers.stream().map(this::key).toList());
    var pages = new TreeMap<Long, Page<E>>();
    for (var number : numbers) {
      Optional.ofNullable(found.get(key(number)))
          .ifPresent(document -> pages.put(number, page(document)));
    }
    return pages;
  }

  private Page<E> page(Document document) {
    return new Page<>(form.read().apply(document.text()), document);
  }

  /**
   * Replaces the entries of a page.
   *
   * @return false if somebody else changed it meanwhile, and nothing was replaced
   */
  public boolean replace(long number, Page<E> page, List<E> entries) {
    return documents.save(key(number), Optional.of(page.document()), form.write().apply(entries));
  }

  private String key(long number) {
    return prefix + number;
  }

  private String lastKey() {
    return prefix + "last";
  }
}
