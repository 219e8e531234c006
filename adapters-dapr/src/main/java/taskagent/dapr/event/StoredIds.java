package taskagent.dapr.event;

import taskagent.dapr.store.Documents;

/** Remembers ids in the state store, where all replicas see them. */
public final class StoredIds implements SeenIds {

  private static final String PREFIX = "seen-";

  private final Documents documents;

  /** Keeps the ids among these documents. */
  public StoredIds(Documents documents) {
    this.documents = documents;
  }

  @Override
  public boolean contains(String id) {
    return documents.read(PREFIX + id).isPresent();
  }

  @Override
  public void add(String id) {
    documents.create(PREFIX + id, "{}", EventConsumer.REMEMBERED);
  }
}
