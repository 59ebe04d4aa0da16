from setuptools import find_packages, setup

with open("VERSION") as stream:
    version = stream.read().strip()

setup(
    name="churn",
    version=version,
    packages=find_packages(),
    install_requires=["numpy>=1.21", "pandas"],
)
