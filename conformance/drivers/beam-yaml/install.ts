import { join } from 'node:path'
import type { Progress } from '../../driver'
import { installPython } from '../../install'

/** Apache Beam with what its YAML needs; all versions are pinned, those of what it depends on, too. */
const REQUIREMENTS = [
  'apache-beam==2.77.0',
  'attrs==26.1.0',
  'beartype==0.22.9',
  'certifi==2026.10.18',
  'cffi==2.1.1',
  'charset-normalizer==3.5.2',
  'cryptography==50.0.2',
  'dnspython==2.9.2',
  'docstring_parser==0.18.0',
  'fastavro==1.13.1',
  'fasteners==0.20',
  'grpcio==1.85.1',
  'httplib2==0.32.1',
  'idna==3.20',
  'Jinja2==3.1.6',
  'jsonpickle==4.1.4',
  'jsonschema==4.26.0',
  'jsonschema-specifications==2025.9.1',
  'MarkupSafe==3.0.4',
  'numpy==2.4.6',
  'objsize==0.7.1',
  'packaging==26.3',
  'pandas==2.3.3',
  'pillow==12.3.0',
  'proto-plus==1.29.0',
  'protobuf==6.33.6',
  'pyarrow==25.0.1',
  'pycparser==3.12',
  'pymongo==4.20.0',
  'pyparsing==3.3.3',
  'python-dateutil==2.9.0.post0',
  'pytz==2026.6',
  'PyYAML==6.0.3',
  'quickjs-ng==0.17.0.2',
  'referencing==0.37.0',
  'requests==2.34.2',
  'rpds-py==2026.9.1',
  'six==1.17.0',
  'sortedcontainers==2.4.0',
  'typing_extensions==4.16.0',
  'tzdata==2026.6',
  'urllib3==2.8.0',
  'virtualenv-clone==0.5.7',
  'zstandard==0.25.0',
]

/** Gives the path of the environment's `python`. */
export async function installBeam(folder: string, progress: Progress): Promise<string> {
  return await installPython({ what: 'Apache Beam 2.77.0', folder: join(folder, 'python'), requirements: REQUIREMENTS, progress })
}
