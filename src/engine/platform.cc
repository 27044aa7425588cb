#include "platform.h"

#include <libplatform/libplatform.h>
#include <pthread.h>
#include <signal.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>
#include <v8.h>

#include <algorithm>

#include "internal.h"

namespace engine {

namespace {

double clock_seconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) +
         static_cast<double>(now.tv_nsec) / 1e9;
}

// Orders a heap so that the earliest entry is on top.
struct IsLater {
  template <class Entry>
  bool operator()(const Entry &a, const Entry &b) const {
    return a.due > b.due;
  }
};

template <class Entry>
void heap_push(std::vector<Entry> *heap, Entry entry) {
  heap->push_back(std::move(entry));
  std::push_heap(heap->begin(), heap->end(), IsLater());
}

template <class Entry>
Entry heap_pop(std::vector<Entry> *heap) {
  std::pop_heap(heap->begin(), heap->end(), IsLater());
  Entry entry = std::move(heap->back());
  heap->pop_back();
  return entry;
}

}  // namespace

double monotonic_seconds() {
  return clock_seconds(CLOCK_MONOTONIC);
}

// --- TaskRunner --------------------------------------------------------------

void TaskRunner::wake_set(Wake wake, void *data) {
  std::lock_guard<std::mutex> lock(mutex_);
  wake_ = wake;
  wake_data_ = data;
  if (wake == nullptr)
    return;
  if (!ready_.empty()) {
    wake(data, 0);
  } else if (!delayed_.empty()) {
    wake(data, std::max(0.0, delayed_.front().due - monotonic_seconds()));
  }
}

void TaskRunner::wake() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (wake_ != nullptr)
    wake_(wake_data_, 0);
}

void TaskRunner::post(std::unique_ptr<v8::Task> task, double delay,
                      bool is_nestable) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (is_stopped_)
    return;
  if (delay > 0) {
    double due = monotonic_seconds() + delay;
    heap_push(&delayed_, Entry{std::move(task), due, is_nestable});
  } else {
    ready_.push_back(Entry{std::move(task), 0, is_nestable});
  }
  if (wake_ != nullptr)
    wake_(wake_data_, std::max(delay, 0.0));
}

void TaskRunner::promote_due(double now) {
  while (!delayed_.empty() && delayed_.front().due <= now) {
    ready_.push_back(heap_pop(&delayed_));
  }
}

// Takes the next task that may run. The budget is how many entries have not
// been looked at, so that a task that posts itself again does not run for ever.
bool TaskRunner::take(double now, size_t *budget, Entry *entry) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (*budget == SIZE_MAX) {
    promote_due(now);
    *budget = ready_.size();
  }
  for (; *budget > 0 && !ready_.empty(); --*budget) {
    Entry first = std::move(ready_.front());
    ready_.pop_front();
    if (first.is_nestable || depth_ == 1) {
      --*budget;
      *entry = std::move(first);
      return true;
    }
    ready_.push_back(std::move(first));
  }
  return false;
}

bool TaskRunner::run(v8::Isolate *isolate) {
  size_t budget = SIZE_MAX;
  bool has_run = false;
  double now = monotonic_seconds();
  depth_++;
  for (Entry entry; take(now, &budget, &entry); has_run = true) {
    v8::HandleScope scope(isolate);
    entry.task->Run();
    entry.task.reset();
  }
  depth_--;
  return has_run;
}

void TaskRunner::stop() {
  std::deque<Entry> ready;
  std::vector<Entry> delayed;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    is_stopped_ = true;
    wake_ = nullptr;
    ready.swap(ready_);
    delayed.swap(delayed_);
  }
  // The tasks are destroyed here, without the lock: they may post.
}

void TaskRunner::PostTaskImpl(std::unique_ptr<v8::Task> task,
                              const v8::SourceLocation &) {
  post(std::move(task), 0, true);
}

void TaskRunner::PostNonNestableTaskImpl(std::unique_ptr<v8::Task> task,
                                         const v8::SourceLocation &) {
  post(std::move(task), 0, false);
}

void TaskRunner::PostDelayedTaskImpl(std::unique_ptr<v8::Task> task,
                                     double delay, const v8::SourceLocation &) {
  post(std::move(task), delay, true);
}

void TaskRunner::PostNonNestableDelayedTaskImpl(std::unique_ptr<v8::Task> task,
                                                double delay,
                                                const v8::SourceLocation &) {
  post(std::move(task), delay, false);
}

// --- WorkerPool --------------------------------------------------------------

WorkerPool::~WorkerPool() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    is_stopped_ = true;
  }
  posted_.notify_all();
  for (pthread_t thread : threads_)
    pthread_join(thread, nullptr);
}

void WorkerPool::post(v8::TaskPriority priority, std::unique_ptr<v8::Task> task,
                      double delay) {
  std::unique_lock<std::mutex> lock(mutex_);
  bool is_awaited = delay <= 0 && priority != v8::TaskPriority::kBestEffort;
  if (delay > 0) {
    double due = monotonic_seconds() + delay;
    heap_push(&delayed_, Entry{std::move(task), due, false});
  } else {
    queues_[static_cast<int>(priority)].push_back(
        Entry{std::move(task), 0, is_awaited});
    awaited_ += is_awaited;
  }
  bool is_full = threads_.size() >= static_cast<size_t>(most_);
  if (idle_ == 0 && !is_full && !thread_start() && threads_.empty()) {
    // Not one thread can be had: the work is done here and now.
    Entry entry;
    if (!take(&entry))
      return;
    lock.unlock();
    entry.task->Run();
    entry.task.reset();
    lock.lock();
    if (entry.is_awaited && --awaited_ == 0)
      drained_.notify_all();
    return;
  }
  lock.unlock();
  posted_.notify_one();
}

// Workers take no signals: those are for the thread with the event loop.
bool WorkerPool::thread_start() {
  sigset_t all;
  sigset_t before;
  pthread_t thread;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool has_started = pthread_create(&thread, nullptr, thread_main, this) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (has_started) {
    pthread_setname_np(thread, "v8-worker");
    threads_.push_back(thread);
  }
  return has_started;
}

void *WorkerPool::thread_main(void *pool) {
  static_cast<WorkerPool *>(pool)->work();
  return nullptr;
}

void WorkerPool::work() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!is_stopped_) {
    Entry entry;
    if (!take(&entry)) {
      wait(lock);
      continue;
    }
    lock.unlock();
    entry.task->Run();
    entry.task.reset();
    lock.lock();
    if (entry.is_awaited && --awaited_ == 0)
      drained_.notify_all();
  }
}

void WorkerPool::wait(std::unique_lock<std::mutex> &lock) {
  idle_++;
  if (delayed_.empty()) {
    posted_.wait(lock);
  } else {
    double delay = delayed_.front().due - monotonic_seconds();
    posted_.wait_for(lock, std::chrono::duration<double>(delay));
  }
  idle_--;
}

bool WorkerPool::take(Entry *entry) {
  for (int priority = 2; priority >= 0; priority--) {
    std::deque<Entry> &queue = queues_[priority];
    if (queue.empty())
      continue;
    *entry = std::move(queue.front());
    queue.pop_front();
    return true;
  }
  if (delayed_.empty() || delayed_.front().due > monotonic_seconds()) {
    return false;
  }
  *entry = heap_pop(&delayed_);
  return true;
}

bool WorkerPool::drain(double seconds) {
  std::unique_lock<std::mutex> lock(mutex_);
  return drained_.wait_for(lock, std::chrono::duration<double>(seconds),
                           [this] { return awaited_ == 0; });
}

// --- Platform ----------------------------------------------------------------

namespace {

class Platform final : public v8::Platform {
 public:
  explicit Platform(int threads) : workers_(threads) {}

  int NumberOfWorkerThreads() override {
    return workers_.most();
  }

  std::shared_ptr<v8::TaskRunner> GetForegroundTaskRunner(
      v8::Isolate *isolate, v8::TaskPriority) override {
    return *from_v8(isolate)->runner;
  }

  double MonotonicallyIncreasingTime() override {
    return monotonic_seconds();
  }
  double CurrentClockTimeMillis() override {
    return clock_seconds(CLOCK_REALTIME) * 1e3;
  }
  v8::TracingController *GetTracingController() override {
    return &tracing_;
  }

  WorkerPool *workers() {
    return &workers_;
  }

 protected:
  std::unique_ptr<v8::JobHandle> CreateJobImpl(
      v8::TaskPriority priority, std::unique_ptr<v8::JobTask> task,
      const v8::SourceLocation &) override {
    return v8::platform::NewDefaultJobHandle(
        this, priority, std::move(task), static_cast<size_t>(workers_.most()));
  }
  void PostTaskOnWorkerThreadImpl(v8::TaskPriority priority,
                                  std::unique_ptr<v8::Task> task,
                                  const v8::SourceLocation &) override {
    workers_.post(priority, std::move(task), 0);
  }
  void PostDelayedTaskOnWorkerThreadImpl(v8::TaskPriority priority,
                                         std::unique_ptr<v8::Task> task,
                                         double delay,
                                         const v8::SourceLocation &) override {
    workers_.post(priority, std::move(task), delay);
  }

 private:
  v8::TracingController tracing_;  // traces nothing
  WorkerPool workers_;
};

// V8 itself has one platform a process.
Platform *process_platform = nullptr;

bool random_fill(unsigned char *buffer, size_t length) {
  return getrandom(buffer, length, 0) == static_cast<ssize_t>(length);
}

int threads_that_fit() {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  return static_cast<int>(std::clamp(processors - 1, 1L, 4L));
}

}  // namespace

bool platform_drain(double seconds) {
  return process_platform->workers()->drain(seconds);
}

}  // namespace engine

int js_flags_from_argv(int argc, char **argv) {
  v8::V8::SetFlagsFromCommandLine(&argc, argv, true);
  return argc;
}

void js_flags_from_string(const char *flags) {
  v8::V8::SetFlagsFromString(flags);
}

void js_platform_start(int threads) {
  using engine::process_platform;
  if (threads <= 0)
    threads = engine::threads_that_fit();
  process_platform = new engine::Platform(threads);
  // v8.setFlagsFromString works while the program runs.
  v8::V8::SetFlagsFromString("--no-freeze-flags-after-init");
  v8::V8::SetEntropySource(engine::random_fill);
  v8::V8::InitializePlatform(process_platform);
  v8::V8::Initialize();
  v8::V8::EnableWebAssemblyTrapHandler(true);
}

void js_platform_stop(void) {
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
  delete engine::process_platform;
  engine::process_platform = nullptr;
}

const char *js_engine_version(void) {
  return v8::V8::GetVersion();
}
