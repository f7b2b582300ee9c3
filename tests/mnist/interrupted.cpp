// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Kills trainings of the program mnist at random moments, as a power cut would, and lets them go on: no checkpoint may
// be half, and in the end there are the bits of a training that nobody disturbed. `interrupted MNIST [KILLS]`
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ogive/nn/random.hpp>
#include <ogive/nn/safetensors.hpp>

namespace {

namespace nn = ogive::nn;
using bytes = std::vector<std::uint8_t>;

void write(const std::filesystem::path& file, const bytes& content) {
  std::ofstream out(file, std::ios::binary);
  for (const std::uint8_t byte : content) out.put(static_cast<char>(byte));
}

bytes read(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// The four files of a set in MNIST's format, with noise for images.
void write_images(const std::filesystem::path& folder, const std::string& stem, std::uint8_t count,
                  nn::generator& random) {
  bytes images{0, 0, 8, 3, 0, 0, 2, count, 0, 0, 0, 28, 0, 0, 0, 28}, labels{0, 0, 8, 1, 0, 0, 2, count};
  for (int i = 0; i != 512 + count; ++i) {
    labels.push_back(static_cast<std::uint8_t>(random.below(10)));
    for (int k = 0; k != 784; ++k) images.push_back(static_cast<std::uint8_t>(random.below(256)));
  }
  write(folder / (stem + "-images-idx3-ubyte"), images);
  write(folder / (stem + "-labels-idx1-ubyte"), labels);
}

class training {
 public:
  training(std::string program, const std::filesystem::path& folder) : program_(std::move(program)), folder_(folder) {}

  /// Starts it; `name` is that of its checkpoints, model and table.
  [[nodiscard]] pid_t start(const std::string& name) const {
    const std::string at = (folder_ / name).string();
    std::vector<std::string> words{program_,       "train",
                                   "--data",       folder_.string(),
                                   "--epochs",     "4",
                                   "--batch",      "16",
                                   "--hidden",     "24,12",
                                   "--activation", "prelu",
                                   "--dropout",    "0.1",
                                   "--validation", "50",
                                   "--patience",   "3",
                                   "--shift",      "1",
                                   "--every",      "5",
                                   "--checkpoint", at,
                                   "--save",       at + ".safetensors",
                                   "--csv",        at + ".csv",
                                   "--log",        at + ".jsonl",
                                   "--resume",     "--quiet"};
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
      const int nowhere = ::open("/dev/null", O_WRONLY);
      ::dup2(nowhere, STDOUT_FILENO);
      ::dup2(nowhere, STDERR_FILENO);
      ::execv(program_.c_str(), arguments.data());
      ::_exit(127);
    }
    return child;
  }

 private:
  std::string program_;
  std::filesystem::path folder_;
};

int status_of(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return status;
}

/// The table but for its last column, the seconds.
std::string table_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string all;
  for (std::string line; std::getline(in, line);) all.append(line.substr(0, line.rfind(','))).append("\n");
  return all;
}

int check(const std::string& program, int kills, const std::filesystem::path& folder) {
  nn::generator random(20261127);
  write_images(folder, "train", 100, random);
  write_images(folder, "t10k", 0, random);
  const training run(program, folder);
  const auto begin = std::chrono::steady_clock::now();
  if (const int status = status_of(run.start("whole")); status != 0) {
    std::printf("the undisturbed training ended with %d\n", status);
    return 1;
  }
  const auto length = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - begin);
  const bytes expected = read(folder / "whole.safetensors");
  const std::string table = table_of(folder / "whole.csv");

  const std::filesystem::path model = folder / "cut.safetensors", place = folder / "cut";
  int killed = 0, asked = 0, finished = 0, bad = 0;
  while (killed < kills && bad == 0) {
    const pid_t child = run.start("cut");
    std::this_thread::sleep_for(std::chrono::microseconds(random.below(static_cast<std::uint32_t>(length.count()))));
    const int signal = random.below(8) != 0 ? SIGKILL : random.below(2) != 0 ? SIGTERM : SIGINT;
    ::kill(child, signal);
    const int status = status_of(child);
    const std::filesystem::path checkpoint = place / "checkpoint.safetensors";
    if (std::filesystem::exists(checkpoint)) {
      try {
        (void)nn::read_safetensors(checkpoint.string());
      } catch (const std::exception& wrong) {
        std::printf("after %d kills: %s\n", killed, wrong.what());
        ++bad;
      }
    }
    if (WIFSIGNALED(status)) {  // the other signals too, before the program listens to them
      ++killed;
    } else if (WEXITSTATUS(status) == 130) {
      ++asked;
      if (!std::filesystem::exists(checkpoint)) {
        std::printf("interrupted, and nothing was saved\n");
        ++bad;
      }
    } else if (status == 0) {
      ++finished;
      if (read(model) != expected || table_of(folder / "cut.csv") != table) {
        std::printf("after %d kills: other weights or another table than undisturbed\n", killed);
        ++bad;
      }
      for (const auto& entry : std::filesystem::directory_iterator(place)) {
        if (entry.path() == checkpoint) continue;
        std::printf("left behind: %s\n", entry.path().c_str());
        ++bad;
      }
      std::filesystem::remove_all(place);
      std::filesystem::remove(model);
    } else {
      std::printf("after %d kills: status %d\n", killed, status);
      ++bad;
    }
  }
  std::printf("%d kills, %d interruptions, %d trainings finished with the bits of the undisturbed one, %d failures\n",
              killed, asked, finished, bad);
  return bad == 0 && finished != 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: interrupted MNIST [KILLS]\n");
    return 2;
  }
  std::string name = (std::filesystem::temp_directory_path() / "ogive-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    std::perror("interrupted: no folder");
    return 2;
  }
  const int result = check(argv[1], argc > 2 ? std::atoi(argv[2]) : 200, name);
  std::filesystem::remove_all(name);
  return result;
}
