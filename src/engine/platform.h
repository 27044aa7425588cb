// What V8 asks of the process: threads for work off the main thread, and a
// queue of tasks for each isolate's own thread.
#ifndef ENGINE_PLATFORM_H_
#define ENGINE_PLATFORM_H_

#include <pthread.h>
#include <v8-platform.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <queue>
#include <vector>

namespace engine {

// Seconds on the clock that delays are measured with.
double monotonic_seconds();

// The tasks for one isolate's thread. Any thread may post; only the isolate's
// runs them. Lives as long as V8 holds it: tasks posted after the isolate has
// gone are dropped.
class TaskRunner final : public v8::TaskRunner {
 public:
  using Wake = void (*)(void *data, double delay_seconds);

  // Sets what is called, under the lock, when there is something to run.
  void wake_set(Wake wake, void *data);

  // Has the owner's loop come by, with no task of ours.
  void wake();

  // Runs the tasks that were due at the start. Returns whether any ran. A task
  // that runs JavaScript is not started inside another task.
  bool run(v8::Isolate *isolate);

  // Drops all tasks, now and later.
  void stop();

  bool IdleTasksEnabled() override {
    return false;
  }
  bool NonNestableTasksEnabled() const override {
    return true;
  }
  bool NonNestableDelayedTasksEnabled() const override {
    return true;
  }

 protected:
  void PostTaskImpl(std::unique_ptr<v8::Task> task,
                    const v8::SourceLocation &) override;
  void PostNonNestableTaskImpl(std::unique_ptr<v8::Task> task,
                               const v8::SourceLocation &) override;
  void PostDelayedTaskImpl(std::unique_ptr<v8::Task> task, double delay,
                           const v8::SourceLocation &) override;
  void PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task,
                                      double delay,
                                      const v8::SourceLocation &) override;

 private:
  struct Entry {
    std::unique_ptr<v8::Task> task;
    double due;  // 0: at once
    bool is_nestable;
  };

  void post(std::unique_ptr<v8::Task> task, double delay, bool is_nestable);
  bool take(double now, size_t *budget, Entry *entry);
  void promote_due(double now);

  std::mutex mutex_;
  std::deque<Entry> ready_;
  std::vector<Entry> delayed_;  // a heap, the earliest on top
  Wake wake_ = nullptr;
  void *wake_data_ = nullptr;
  int depth_ = 0;  // of run(): only the isolate's thread looks at it
  bool is_stopped_ = false;
};

// Threads shared by all isolates. Each is started when a task is posted and no
// other is idle, so that a short program never starts one.
class WorkerPool {
 public:
  explicit WorkerPool(int most) : most_(most) {}
  ~WorkerPool();

  int most() const {
    return most_;
  }
  void post(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
            double delay);

  // Waits until no task above the lowest priority waits or runs, or the time is
  // over. Returns whether all are done.
  bool drain(double seconds);

 private:
  struct Entry {
    std::unique_ptr<v8::Task> task;
    double due;
    bool is_awaited;
  };

  static void *thread_main(void *pool);
  void work();
  void wait(std::unique_lock<std::mutex> &lock);
  bool take(Entry *entry);
  bool thread_start();

  std::mutex mutex_;
  std::condition_variable posted_;
  std::condition_variable drained_;
  std::deque<Entry> queues_[3];  // by priority
  std::vector<Entry> delayed_;   // a heap, the earliest on top
  std::vector<pthread_t> threads_;
  const int most_;
  int idle_ = 0;
  size_t awaited_ = 0;  // tasks that drain() waits for
  bool is_stopped_ = false;
};

// Waits for the workers of the process's platform; see WorkerPool::drain.
bool platform_drain(double seconds);

}  // namespace engine

#endif
