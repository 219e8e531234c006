/** File systems that are small, read-only or faulty, for tests. */
package taskagent.testing.disk;
